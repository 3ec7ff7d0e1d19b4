import assert from "node:assert/strict";
import { test } from "node:test";

import { decodeCursor, encodeCursor } from "../../src/orders/cursor.js";

const id = "6f1f7a52-9d0e-4c8b-a1d5-0c9a1b2c3d4e";

test("a cursor leads back to its place", () => {
  const place = { createdAt: "2026-03-01T10:20:30.456Z", id };

  assert.deepEqual(place, decodeCursor(encodeCursor(place)));
});

test("text that is no cursor has no place", () => {
  const places = ["", "garbage", encodeCursor({ createdAt: "2026-02-30T00:00:00.000Z", id })];

  assert.deepEqual([undefined, undefined, undefined], places.map(decodeCursor));
});
