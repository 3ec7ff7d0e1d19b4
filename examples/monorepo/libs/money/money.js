/** Cents as people write them: 1250 is `12.50`. */
export function written(cents) {
  return (cents / 100).toFixed(2);
}
