// `npm run migrate`: brings the database's tables to the form that this version needs.
import { readdir, readFile } from "node:fs/promises";

import pg from "pg";

import { ConfigError, readConfig } from "./config.js";

const folder = new URL("../migrations/", import.meta.url);

try {
  await migrate(readConfig(process.env, ["databaseUrl"]).databaseUrl);
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : `Not migrated: ${reason(error)}`);
  process.exitCode = 1;
}

/** Runs every file in the order of its number. Each can be run again, so nothing records what has run. */
async function migrate(databaseUrl) {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    for (const file of (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort()) {
      await client.query(await readFile(new URL(file, folder), "utf8")); // one query, one transaction
      console.log(`${file} is in place`);
    }
  } finally {
    await client.end();
  }
}

/** A host with several addresses fails as an AggregateError, whose own message is empty. */
function reason(error) {
  return error.message || error.code;
}
