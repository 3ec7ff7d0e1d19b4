// The real PostgreSQL and Redis that the integration tests run against.
import { readConfig } from "../../src/config.js";
import { run } from "../process.js";

const { databaseUrl, redisUrl } = readConfig(process.env, ["databaseUrl", "redisUrl"]);

/** The environment of a server that has everything. Importing this fails when a URL is not set. */
export const services = { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl };

export async function migrate(environment = services) {
  const migration = run("migrate.js", environment);
  const code = await migration.exited;
  if (code !== 0) throw new Error(migration.output());
}
