import assert from "node:assert/strict";
import { test } from "node:test";

import { orderStore } from "../../src/orders/store.js";

const row = {
  id: "1",
  customer: "acme",
  currency: "EUR",
  total_cents: "2750",
  items: [],
  created_at: new Date("2026-03-01T10:20:30.456Z"),
};
const order = {
  id: "1",
  customer: "acme",
  currency: "EUR",
  totalCents: 2750,
  items: [],
  createdAt: "2026-03-01T10:20:30.456Z",
};

function storeOver(...rows) {
  const asked = [];
  const query = async (text, values) => (asked.push(values), { rows });
  return { store: orderStore({ query }), asked };
}

test("the service adds up the total, in cents", async () => {
  const { store, asked } = storeOver(row);
  const items = [
    { sku: "tea", quantity: 2, unitPriceCents: 1250 },
    { sku: "cup", quantity: 1, unitPriceCents: 250 },
  ];

  assert.deepEqual(order, await store.create({ customer: "acme", currency: "EUR", items }));
  assert.deepEqual([["acme", "EUR", 2750, JSON.stringify(items)]], asked);
});

test("an order that does not exist is undefined", async () => {
  assert.equal(undefined, await storeOver().store.find("1"));
});

test("a page reads one order more than it shows, to know whether more follow", async () => {
  const { store, asked } = storeOver(row, row, row);

  assert.deepEqual(
    { orders: [order, order], more: true },
    await store.list({ customer: "acme", limit: 2 }),
  );
  assert.deepEqual([["acme", undefined, undefined, 3]], asked);
});
