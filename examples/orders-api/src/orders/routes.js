// The HTTP side of orders.
import { BadRequest, NotFound } from "../errors.js";
import { decodeCursor, encodeCursor } from "./cursor.js";
import { newOrder, orderId, orderPage } from "./schemas.js";

export async function orderRoutes(app, { orders }) {
  app.post("/orders", { schema: { body: newOrder } }, async (request, reply) => {
    const order = await orders.create(request.body);
    return reply.code(201).header("location", `/orders/${order.id}`).send(order);
  });

  app.get("/orders/:id", { schema: { params: orderId } }, async (request) => {
    const { id } = request.params;
    const order = await orders.find(id);
    if (!order) throw new NotFound(`There is no order ${id}`);
    return order;
  });

  app.get("/orders", { schema: { querystring: orderPage } }, async (request) => {
    const { customer, limit, cursor } = request.query;
    const after = cursor && decodeCursor(cursor);
    if (cursor && !after) throw new BadRequest("querystring/cursor must be the `next` of a page");

    const page = await orders.list({ customer, limit: Number(limit), after });
    return { orders: page.orders, next: page.more ? encodeCursor(page.orders.at(-1)) : null };
  });
}
