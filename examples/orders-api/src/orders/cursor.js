// The place of an order in its customer's list, as text that a client hands back unread.

const place =
  /^([1-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export function encodeCursor({ createdAt, id }) {
  return Buffer.from(`${createdAt} ${id}`).toString("base64url");
}

/** Returns `{ createdAt, id }`, or undefined for text that `encodeCursor` did not make. */
export function decodeCursor(text) {
  const [, createdAt, id] = place.exec(Buffer.from(text, "base64url").toString()) ?? [];
  return isTime(createdAt) ? { createdAt, id } : undefined;
}

/** False for the 30th of February, which JavaScript takes for the 2nd of March and PostgreSQL refuses. */
function isTime(text) {
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && time.toISOString() === text;
}
