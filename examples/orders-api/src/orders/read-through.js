// Cache-aside: the same store, but an order that was read lately comes from the cache.

const keepSeconds = 60;

export function readThrough(store, cache) {
  return {
    ...store,
    async find(id) {
      const key = `order:${id}`;
      const cached = await cache.get(key);
      if (cached) return cached;

      const order = await store.find(id);
      if (order) await cache.set(key, order, keepSeconds);
      return order;
    },
  };
}
