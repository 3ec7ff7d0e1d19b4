import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";

import pg from "pg";

import { migrate, services } from "./services.js";

test("a migration can be run again, and by two tasks at once", async () => {
  const schema = `migrate_${randomUUID().replaceAll("-", "")}`;
  const database = new pg.Client({ connectionString: services.DATABASE_URL });
  await database.connect();
  try {
    await database.query(`CREATE SCHEMA ${schema}`);
    const url = new URL(services.DATABASE_URL);
    url.searchParams.set("options", `-c search_path=${schema}`);
    const environment = { DATABASE_URL: url.href };

    await Promise.all([migrate(environment), migrate(environment)]);
    await migrate(environment);

    const { rows } = await database.query("SELECT tablename FROM pg_tables WHERE schemaname = $1", [
      schema,
    ]);
    assert.deepEqual([{ tablename: "orders" }], rows);
  } finally {
    await database.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
    await database.end();
  }
});
