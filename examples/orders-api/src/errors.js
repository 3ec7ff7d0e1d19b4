// What a client did wrong, and the answer when the service itself failed.

export class BadRequest extends Error {
  statusCode = 400;
}

export class NotFound extends Error {
  statusCode = 404;
}

/** Explains 4xx to the client; keeps the reason of anything else in the log, where no client reads it. */
export function answerError(error, request, reply) {
  if (error.statusCode >= 400 && error.statusCode < 500) return reply.send(error);
  request.log.error({ err: error }, "request failed");
  return reply.code(500).send({
    statusCode: 500,
    error: "Internal Server Error",
    message: `The request failed; the log has it as ${request.id}`,
  });
}
