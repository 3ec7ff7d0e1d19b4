// JSON values in Redis. A cache that is down or slow is a cache that is empty: `get` and `set` never throw.
import { createClient } from "redis";

import { within } from "./deadline.js";

const commandMilliseconds = 200;

/** Connects in the background and keeps trying, so the service starts and stays up without its cache. */
export function openCache(url, log) {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: {
      connectTimeout: 2_000,
      reconnectStrategy: (attempts) => Math.min(2_000, 50 * 2 ** Math.min(attempts, 6)),
    },
  });
  logChanges(client, log);
  client.connect().catch(() => {}); // every failure also arrives as an "error" event

  const answer = (command) => within(commandMilliseconds, "cache", command);

  return {
    async get(key) {
      if (!client.isReady) return undefined;
      try {
        return JSON.parse(await answer(client.get(key))) ?? undefined;
      } catch (error) {
        log.warn({ reason: error.message }, "cache read failed");
        return undefined;
      }
    },
    async set(key, value, seconds) {
      if (!client.isReady) return;
      try {
        await answer(client.set(key, JSON.stringify(value), { EX: seconds }));
      } catch (error) {
        log.warn({ reason: error.message }, "cache write failed");
      }
    },
    ping: () => client.ping(),
    async close() {
      if (client.isOpen) client.destroy();
    },
  };
}

/** One line when the connection breaks and one when it is back, not one for every attempt between. */
function logChanges(client, log) {
  let broken = false;
  client.on("error", (error) => {
    if (!broken) log.warn({ reason: error.message || error.code }, "cache unavailable");
    broken = true;
  });
  client.on("ready", () => {
    log.info("cache connected");
    broken = false;
  });
}
