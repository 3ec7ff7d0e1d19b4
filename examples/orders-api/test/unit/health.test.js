import assert from "node:assert/strict";
import { test } from "node:test";

import Fastify from "fastify";

import { healthRoute } from "../../src/health.js";

const answers = async () => {};
const fails = async () => {
  throw new Error("connect ECONNREFUSED, password was secret");
};
const hangs = () => new Promise(() => {});

async function health(checks) {
  const app = Fastify();
  app.register(healthRoute, { checks, withinMilliseconds: 20 });
  const response = await app.inject("/health");
  return { code: response.statusCode, body: response.json() };
}

test("is ok when every dependency answers", async () => {
  assert.deepEqual(
    { code: 200, body: { status: "ok", checks: { database: "ok", cache: "ok" } } },
    await health({ database: answers, cache: answers }),
  );
});

test("names what is down, and nothing of the reason", async () => {
  assert.deepEqual(
    { code: 503, body: { status: "unavailable", checks: { database: "down", cache: "ok" } } },
    await health({ database: fails, cache: answers }),
  );
});

test("does not wait for a dependency that hangs", async () => {
  assert.deepEqual(
    { code: 503, body: { status: "unavailable", checks: { database: "ok", cache: "down" } } },
    await health({ database: answers, cache: hangs }),
  );
});
