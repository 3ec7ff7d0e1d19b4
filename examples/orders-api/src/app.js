// The HTTP application, given what it talks to. It opens nothing itself, so a test can pass anything.
import Fastify from "fastify";

import { answerError } from "./errors.js";
import { healthRoute } from "./health.js";
import { orderRoutes } from "./orders/routes.js";

/** `checks` is for GET /health, `orders` is a store (see orders/store.js), `log` is a pino logger. */
export function buildApp({ version, startedAt, checks, orders, log }) {
  const app = Fastify({
    loggerInstance: log,
    requestIdHeader: "x-amzn-trace-id", // the load balancer's id ties its log to ours
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } }, // "12" is not 12 cents
  });
  app.setErrorHandler(answerError);

  app.get("/version", { logLevel: "warn" }, async () => ({
    version,
    startedAt: startedAt.toISOString(),
  }));
  app.register(healthRoute, { checks });
  app.register(orderRoutes, { orders });
  return app;
}
