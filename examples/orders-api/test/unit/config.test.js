import assert from "node:assert/strict";
import { test } from "node:test";

import { ConfigError, readConfig } from "../../src/config.js";

const urls = { DATABASE_URL: "postgresql://orders:secret@db/orders", REDIS_URL: "redis://cache" };

test("reads every setting", () => {
  const config = readConfig({ ...urls, PORT: "8080", APP_VERSION: "1.4.2" });

  const expected = {
    port: 8080,
    databaseUrl: urls.DATABASE_URL,
    redisUrl: urls.REDIS_URL,
    version: "1.4.2",
  };
  assert.deepEqual(expected, config);
});

test("has a default for the port and the version, also when they are empty", () => {
  const { port, version } = readConfig({ ...urls, PORT: "", APP_VERSION: "" });

  assert.deepEqual({ port: 3000, version: "dev" }, { port, version });
});

test("names everything that is wrong at once, and no value", () => {
  const environment = { PORT: "http", DATABASE_URL: "mysql://orders:secret@db/orders" };

  assert.throws(
    () => readConfig(environment),
    new ConfigError(`The environment needs a change:
  PORT must be a whole number from 1 to 65535
  DATABASE_URL is not such a URL: postgresql://user:password@host/name
  REDIS_URL is not set; it looks like redis://user:password@host/name`),
  );
});

test("asks only for what is wanted", () => {
  const { DATABASE_URL } = urls;

  assert.deepEqual({ databaseUrl: DATABASE_URL }, readConfig({ DATABASE_URL }, ["databaseUrl"]));
});
