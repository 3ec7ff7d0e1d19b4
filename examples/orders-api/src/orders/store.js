// Orders in PostgreSQL.

const columns = "id, customer, currency, total_cents, items, created_at";

/**
 * An order is `{ id, customer, currency, totalCents, items, createdAt }`, with an ISO time.
 * It never changes once it is made, which is what lets read-through.js keep copies.
 */
export function orderStore(database) {
  return {
    async create({ customer, currency, items }) {
      const { rows } = await database.query(
        `INSERT INTO orders (customer, currency, total_cents, items)
         VALUES ($1, $2, $3, $4) RETURNING ${columns}`,
        [customer, currency, totalCents(items), JSON.stringify(items)],
      );
      return order(rows[0]);
    },

    /** Returns undefined when there is no such order. */
    async find(id) {
      const { rows } = await database.query(`SELECT ${columns} FROM orders WHERE id = $1`, [id]);
      return rows.map(order)[0];
    },

    /** Returns up to `limit` orders, newest first, that come after the place `after`, and whether more follow. */
    async list({ customer, limit, after }) {
      const { rows } = await database.query(
        `SELECT ${columns} FROM orders
         WHERE customer = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3::uuid))
         ORDER BY created_at DESC, id DESC LIMIT $4`,
        [customer, after?.createdAt, after?.id, limit + 1],
      );
      return { orders: rows.slice(0, limit).map(order), more: rows.length > limit };
    },
  };
}

function totalCents(items) {
  return items.reduce((sum, { quantity, unitPriceCents }) => sum + quantity * unitPriceCents, 0);
}

function order(row) {
  return {
    id: row.id,
    customer: row.customer,
    currency: row.currency,
    totalCents: Number(row.total_cents), // pg hands over bigint as text
    items: row.items,
    createdAt: row.created_at.toISOString(),
  };
}
