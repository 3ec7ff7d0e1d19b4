// GET /health: whether everything that the service needs answers.
import { within } from "./deadline.js";

/** `checks` maps a name to a function whose promise is fulfilled when that dependency answers. */
export async function healthRoute(app, { checks, withinMilliseconds = 1_000 }) {
  // Load balancers ask every few seconds: only failures are worth a line in the log.
  app.get("/health", { logLevel: "warn" }, async (request, reply) => {
    const outcomes = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        try {
          await within(withinMilliseconds, name, check());
          return [name, "ok"];
        } catch (error) {
          request.log.warn({ check: name, reason: error.message || error.code }, "check failed");
          return [name, "down"];
        }
      }),
    );
    const healthy = outcomes.every(([, outcome]) => outcome === "ok");
    return reply
      .code(healthy ? 200 : 503)
      .header("cache-control", "no-store")
      .send({ status: healthy ? "ok" : "unavailable", checks: Object.fromEntries(outcomes) });
  });
}
