import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";

import pg from "pg";
import { createClient } from "redis";

import { freePort, serve } from "../process.js";
import { migrate, services } from "./services.js";

const database = new pg.Client({ connectionString: services.DATABASE_URL });
const redis = createClient({ url: services.REDIS_URL });
let server;
let withoutCache;

before(async () => {
  await migrate();
  await database.connect();
  await redis.connect();
  server = await serve(services, "/health");
  withoutCache = await serve({ ...services, REDIS_URL: `redis://127.0.0.1:${await freePort()}` });
});

after(async () => {
  server?.stop();
  withoutCache?.stop();
  await database.end();
  redis.destroy();
});

const get = async (path, { url } = server) => (await fetch(url + path)).json();

async function order(customer, quantity = 1) {
  const body = {
    customer,
    currency: "EUR",
    items: [{ sku: "tea", quantity, unitPriceCents: 1250 }],
  };
  const response = await fetch(`${server.url}/orders`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  assert.equal(201, response.status);
  return response.json();
}

test("everything is healthy", async () => {
  const expected = { status: "ok", checks: { database: "ok", cache: "ok" } };

  assert.deepEqual(expected, await get("/health"));
});

test("an order is kept as it was made", async () => {
  const made = await order("acme", 3);

  const { id, createdAt, ...rest } = made;
  const items = [{ sku: "tea", quantity: 3, unitPriceCents: 1250 }];
  assert.deepEqual({ customer: "acme", currency: "EUR", totalCents: 3750, items }, rest);
  assert.ok(Math.abs(Date.now() - Date.parse(createdAt)) < 60_000);
  assert.deepEqual(made, await get(`/orders/${id}`));
});

test("an order is read from the database once a minute", async () => {
  const made = await order("acme");
  const path = `/orders/${made.id}`;
  await get(path);
  await database.query("DELETE FROM orders WHERE id = $1", [made.id]);

  assert.deepEqual(made, await get(path));
  const seconds = await redis.ttl(`order:${made.id}`);
  assert.ok(seconds > 50 && seconds <= 60, `${seconds} s to live`);
});

test("a copy that nobody can read is no copy", async () => {
  const made = await order("acme");
  await redis.set(`order:${made.id}`, "not JSON", { EX: 60 });

  assert.deepEqual(made, await get(`/orders/${made.id}`));
});

test("without a cache, orders are served and health tells", async () => {
  const made = await order("acme");

  assert.deepEqual(made, await get(`/orders/${made.id}`, withoutCache));
  assert.deepEqual(
    { status: "unavailable", checks: { database: "ok", cache: "down" } },
    await get("/health", withoutCache),
  );
});

test("pages lead through a customer's orders, newest first, each once", async () => {
  const customer = randomUUID();
  const made = [];
  for (let quantity = 1; quantity <= 5; quantity += 1) made.push(await order(customer, quantity));
  await database.query("UPDATE orders SET created_at = '2026-03-01' WHERE id = ANY($1)", [
    made.slice(1, 4).map(({ id }) => id), // the same time: the id decides
  ]);

  const seen = [];
  let page;
  do {
    const cursor = page ? `&cursor=${page.next}` : "";
    page = await get(`/orders?customer=${customer}&limit=2${cursor}`);
    seen.push(...page.orders);
  } while (page.next);

  const newestFirst = (a, b) => (a.createdAt + a.id < b.createdAt + b.id ? 1 : -1);
  assert.deepEqual([...seen].sort(newestFirst), seen);
  assert.deepEqual(made.map(({ id }) => id).sort(), seen.map(({ id }) => id).sort());
});
