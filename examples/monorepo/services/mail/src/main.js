export function greeting(name) {
  return `Dear ${name},`;
}
