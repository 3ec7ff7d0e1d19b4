import assert from "node:assert/strict";
import { test } from "node:test";

import { readThrough } from "../../src/orders/read-through.js";

const order = { id: "1", totalCents: 500 };

function fakes({ cached = {} } = {}) {
  const calls = [];
  const store = {
    create: async () => order,
    find: async (id) => (calls.push(`find ${id}`), id === order.id ? order : undefined),
  };
  const cache = {
    get: async (key) => cached[key],
    set: async (key, value, seconds) => calls.push(`keep ${key} for ${seconds} s`),
  };
  return { orders: readThrough(store, cache), calls };
}

test("an order that is not in the cache is read from the store and kept", async () => {
  const { orders, calls } = fakes();

  assert.deepEqual(order, await orders.find("1"));
  assert.deepEqual(["find 1", "keep order:1 for 60 s"], calls);
});

test("an order in the cache is not read again", async () => {
  const { orders, calls } = fakes({ cached: { "order:1": order } });

  assert.deepEqual(order, await orders.find("1"));
  assert.deepEqual([], calls);
});

test("that there is no such order is not kept", async () => {
  const { orders, calls } = fakes();

  assert.equal(undefined, await orders.find("2"));
  assert.deepEqual(["find 2"], calls);
});

test("everything else goes to the store", async () => {
  assert.deepEqual(order, await fakes().orders.create());
});
