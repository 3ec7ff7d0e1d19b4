// What a request for orders may hold. Amounts are whole cents.

const customer = { type: "string", pattern: "^[A-Za-z0-9_-]{1,64}$" };
const item = {
  type: "object",
  required: ["sku", "quantity", "unitPriceCents"],
  additionalProperties: false,
  properties: {
    sku: { type: "string", pattern: "^[A-Za-z0-9._-]{1,64}$" },
    quantity: { type: "integer", minimum: 1, maximum: 1_000 },
    unitPriceCents: { type: "integer", minimum: 0, maximum: 100_000_000 },
  },
};

/** The largest order, 100 items of 1,000 pieces, is 10^13 cents: a JavaScript number holds it exactly. */
export const newOrder = {
  type: "object",
  required: ["customer", "currency", "items"],
  additionalProperties: false,
  properties: {
    customer,
    currency: { type: "string", pattern: "^[A-Z]{3}$" },
    items: { type: "array", minItems: 1, maxItems: 100, items: item },
  },
};

export const orderId = {
  type: "object",
  properties: {
    id: { type: "string", pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" },
  },
};

export const orderPage = {
  type: "object",
  required: ["customer"],
  additionalProperties: false,
  properties: {
    customer,
    limit: { type: "string", pattern: "^([1-9][0-9]?|100)$", default: "20" },
    cursor: { type: "string", minLength: 1, maxLength: 200 },
  },
};
