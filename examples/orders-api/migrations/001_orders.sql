-- Old and new tasks run side by side during a deployment: a migration adds, and never renames or drops.

-- Two tasks may migrate at once, and CREATE TABLE IF NOT EXISTS alone can then fail: one after the other.
SELECT pg_advisory_xact_lock(hashtext('orders-api migrations'));

CREATE TABLE IF NOT EXISTS orders (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  customer    text NOT NULL,
  currency    char(3) NOT NULL,
  total_cents bigint NOT NULL CHECK (total_cents >= 0),
  items       jsonb NOT NULL,
  created_at  timestamptz(3) NOT NULL DEFAULT now() -- milliseconds, as exact as a JavaScript Date
);

CREATE INDEX IF NOT EXISTS orders_newest_of_customer
  ON orders (customer, created_at DESC, id DESC);
