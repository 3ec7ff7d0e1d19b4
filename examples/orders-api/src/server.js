// `npm start`: connects the parts and listens.
import pino from "pino";

import { buildApp } from "./app.js";
import { openCache } from "./cache.js";
import { ConfigError, readConfig } from "./config.js";
import { openDatabase } from "./database.js";
import { readThrough } from "./orders/read-through.js";
import { orderStore } from "./orders/store.js";
import { closeOnSignal } from "./shutdown.js";

try {
  await serve(readConfig(process.env), pino());
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
}

async function serve(config, log) {
  const database = openDatabase(config.databaseUrl, log);
  const cache = openCache(config.redisUrl, log);
  const app = buildApp({
    version: config.version,
    startedAt: new Date(),
    checks: { database: database.ping, cache: cache.ping },
    orders: readThrough(orderStore(database), cache),
    log,
  });
  app.addHook("onClose", () => Promise.all([database.close(), cache.close()]));
  closeOnSignal(app);
  await app.listen({ host: "0.0.0.0", port: config.port });
}
