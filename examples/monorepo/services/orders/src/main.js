import { written } from "../../../libs/money/money.js";

export function total(prices) {
  return written(prices.reduce((sum, price) => sum + price, 0));
}
