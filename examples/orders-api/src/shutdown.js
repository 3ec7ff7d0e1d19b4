// Ends the process the way ECS asks for it: SIGTERM, then up to 30 seconds (the default stopTimeout) until SIGKILL.
import { within } from "./deadline.js";

const drainMilliseconds = 25_000;

/** On the first signal: takes no new requests, finishes those under way, closes everything, exits with 0. */
export function closeOnSignal(app) {
  let closing = false;

  // A request under way leaves its connection open for the next one, and the server would wait for that.
  app.addHook("onSend", async (request, reply) => {
    if (closing) reply.header("connection", "close");
  });

  const close = async (signal) => {
    if (closing) return;
    closing = true;
    app.log.info({ signal }, "draining");
    try {
      await within(drainMilliseconds, "shutdown", app.close());
      app.log.info("stopped");
      process.exit(0);
    } catch (error) {
      app.log.error({ reason: error.message }, "stopped before everything was finished");
      process.exit(1);
    }
  };
  process.on("SIGTERM", close);
  process.on("SIGINT", close);
}
