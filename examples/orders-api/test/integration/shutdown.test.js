import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import pg from "pg";

import { serve } from "../process.js";
import { migrate, services } from "./services.js";

test("SIGTERM lets the request under way finish, then the server exits with 0", async () => {
  await migrate();
  const server = await serve(services);
  const database = new pg.Client({ connectionString: services.DATABASE_URL });
  await database.connect();
  try {
    await database.query("BEGIN; LOCK TABLE orders IN ACCESS EXCLUSIVE MODE");
    const answer = fetch(`${server.url}/orders?customer=acme`);
    await queryWaits(database);

    server.stop();
    await sleep(200);
    await assert.rejects(fetch(`${server.url}/version`), "takes no new connection");
    await database.query("COMMIT");

    assert.equal(200, (await answer).status);
    assert.equal(0, await server.exited);
  } finally {
    await database.end();
  }
});

/** Returns once the server's query stands in line for the locked table. */
async function queryWaits(database) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const { rowCount } = await database.query(
      "SELECT FROM pg_locks WHERE NOT granted AND relation = 'orders'::regclass",
    );
    if (rowCount > 0) return;
    await sleep(20);
  }
  throw new Error("No query waits for the locked table");
}
