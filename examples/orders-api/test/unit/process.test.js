import assert from "node:assert/strict";
import { test } from "node:test";

import { freePort, run, serve } from "../process.js";

const nowhere = `127.0.0.1:${await freePort()}`;
const urls = {
  DATABASE_URL: `postgresql://orders:secret@${nowhere}/orders`,
  REDIS_URL: `redis://default:secret@${nowhere}`,
};

test("the server runs without its database and cache, says so, and stops with 0", async () => {
  const server = await serve({ ...urls, APP_VERSION: "1.4.2" });

  const health = await fetch(`${server.url}/health`);
  assert.equal(503, health.status);
  assert.deepEqual(
    { status: "unavailable", checks: { database: "down", cache: "down" } },
    await health.json(),
  );
  assert.equal("1.4.2", (await (await fetch(`${server.url}/version`)).json()).version);

  server.stop();
  assert.equal(0, await server.exited);
  assert.doesNotMatch(server.output(), /secret/);
});

test("the server does not start with a wrong environment", async () => {
  const server = run("server.js", {});

  assert.equal(1, await server.exited);
  assert.equal(
    `The environment needs a change:
  DATABASE_URL is not set; it looks like postgresql://user:password@host/name
  REDIS_URL is not set; it looks like redis://user:password@host/name
`,
    server.output(),
  );
});

test("a migration that does not reach its database fails", async () => {
  const migration = run("migrate.js", urls);

  assert.equal(1, await migration.exited);
  assert.equal(`Not migrated: connect ECONNREFUSED ${nowhere}\n`, migration.output());
});
