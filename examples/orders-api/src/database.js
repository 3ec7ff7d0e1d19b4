// The PostgreSQL connection pool. What is asked of it lives in orders/store.js.
import pg from "pg";

/** Opens no connection before the first query, so the service starts without its database. */
export function openDatabase(url, log) {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: "orders-api",
    max: 10,
    connectionTimeoutMillis: 2_000,
    statement_timeout: 5_000,
    query_timeout: 6_000, // later than the server's own limit: this one is for a server that is gone
  });
  // Without a listener, an idle connection that the server closes ends the process.
  pool.on("error", (error) => log.warn({ reason: error.message }, "database connection lost"));

  return {
    query: (text, values) => pool.query(text, values),
    ping: () => pool.query("SELECT 1"),
    close: () => pool.end(),
  };
}
