import assert from "node:assert/strict";
import { test } from "node:test";
import { total } from "../src/main.js";

test("prices are added", () => assert.equal(total([1000, 250]), "12.50"));
