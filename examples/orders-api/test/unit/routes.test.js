import assert from "node:assert/strict";
import { test } from "node:test";

import pino from "pino";

import { buildApp } from "../../src/app.js";
import { encodeCursor } from "../../src/orders/cursor.js";

const id = "6f1f7a52-9d0e-4c8b-a1d5-0c9a1b2c3d4e";
const order = { id, customer: "acme", createdAt: "2026-03-01T10:20:30.456Z" };
const body = {
  customer: "acme",
  currency: "EUR",
  items: [{ sku: "tea", quantity: 2, unitPriceCents: 1250 }],
};

function app(orders = {}) {
  return buildApp({
    version: "1.4.2",
    startedAt: new Date("2026-03-01T10:00:00Z"),
    checks: {},
    orders,
    log: pino({ level: "silent" }),
  });
}

const post = (payload, orders) => app(orders).inject({ method: "POST", url: "/orders", payload });

test("GET /version tells the version and the start", async () => {
  const response = await app().inject("/version");

  const expected = { version: "1.4.2", startedAt: "2026-03-01T10:00:00.000Z" };
  assert.deepEqual(expected, response.json());
});

test("POST /orders makes an order and tells where it is", async () => {
  const response = await post(body, { create: async (given) => ({ id, ...given }) });

  assert.equal(201, response.statusCode);
  assert.equal(`/orders/${id}`, response.headers.location);
  assert.deepEqual({ id, ...body }, response.json());
});

const [item] = body.items;
const refused = {
  "body must have required property 'items'": { customer: "acme", currency: "EUR" },
  "body must NOT have additional properties": { ...body, totalCents: 1 },
  "body/items must NOT have fewer than 1 items": { ...body, items: [] },
  "body/items/0/quantity must be >= 1": { ...body, items: [{ ...item, quantity: 0 }] },
  "body/items/0/unitPriceCents must be integer": {
    ...body,
    items: [{ ...item, unitPriceCents: 12.5 }],
  },
};
for (const [message, payload] of Object.entries(refused)) {
  test(`POST /orders: ${message}`, async () => {
    const { statusCode, ...rest } = (await post(payload)).json();

    assert.deepEqual({ statusCode: 400, message }, { statusCode, message: rest.message });
  });
}

test("POST /orders does not take text for an amount", async () => {
  const response = await post({ ...body, items: [{ ...item, unitPriceCents: "1250" }] });

  assert.equal("body/items/0/unitPriceCents must be integer", response.json().message);
});

test("GET /orders/:id gives the order, or 404", async () => {
  const orders = { find: async (wanted) => (wanted === id ? order : undefined) };
  const other = id.replace("6", "7");

  assert.deepEqual(order, (await app(orders).inject(`/orders/${id}`)).json());
  assert.deepEqual(
    { statusCode: 404, error: "Not Found", message: `There is no order ${other}` },
    (await app(orders).inject(`/orders/${other}`)).json(),
  );
  assert.equal(400, (await app(orders).inject("/orders/1")).statusCode);
});

test("GET /orders gives a page and the cursor of the next", async () => {
  const asked = [];
  const orders = { list: async (page) => (asked.push(page), { orders: [order], more: true }) };
  const next = encodeCursor(order);

  const first = await app(orders).inject("/orders?customer=acme");
  await app(orders).inject(`/orders?customer=acme&limit=5&cursor=${next}`);

  assert.deepEqual({ orders: [order], next }, first.json());
  assert.deepEqual(
    [
      { customer: "acme", limit: 20, after: undefined },
      { customer: "acme", limit: 5, after: { createdAt: order.createdAt, id } },
    ],
    asked,
  );
});

test("GET /orders ends with a page without a next", async () => {
  const orders = { list: async () => ({ orders: [], more: false }) };

  const response = await app(orders).inject("/orders?customer=acme");
  assert.deepEqual({ orders: [], next: null }, response.json());
});

for (const query of [
  "",
  "?customer=acme&limit=0",
  "?customer=acme&limit=101",
  "?customer=a&cursor=b",
]) {
  test(`GET /orders${query} is refused`, async () => {
    assert.equal(400, (await app().inject(`/orders${query}`)).statusCode);
  });
}

test("a failure keeps its reason to itself", async () => {
  const find = async () => {
    throw new Error("password authentication failed for user orders");
  };

  const response = await app({ find }).inject({
    url: `/orders/${id}`,
    headers: { "x-amzn-trace-id": "Root=1-67891233-abcdef012345678912345678" },
  });
  const expected = {
    statusCode: 500,
    error: "Internal Server Error",
    message: "The request failed; the log has it as Root=1-67891233-abcdef012345678912345678",
  };
  assert.deepEqual(expected, response.json());
});
