import assert from "node:assert/strict";
import { test } from "node:test";
import { greeting } from "../src/main.js";

test("a letter greets", () => assert.equal(greeting("Ada"), "Dear Ada,"));
