// Starts the service's programs the way a container does, for tests of what only a process shows.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

/** Runs `src/<name>`. `output` gathers what it prints; `exited` gives its exit code. */
export function run(name, environment) {
  const file = fileURLToPath(new URL(`../src/${name}`, import.meta.url));
  const { PATH, NODE_V8_COVERAGE } = process.env;
  const env = { PATH, ...(NODE_V8_COVERAGE && { NODE_V8_COVERAGE }), ...environment };
  const child = spawn(process.execPath, [file], { env });

  const output = [];
  child.stdout.on("data", (data) => output.push(data.toString()));
  child.stderr.on("data", (data) => output.push(data.toString()));
  return {
    output: () => output.join(""),
    exited: once(child, "close").then(([code]) => code),
    stop: () => child.kill("SIGTERM"),
  };
}

/** Runs the server on a free port and returns when it answers on `path`: on /health, it has everything. */
export async function serve(environment, path = "/version") {
  const port = await freePort();
  const server = run("server.js", { PORT: String(port), ...environment });
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const response = await fetch(url + path).catch(() => undefined);
    if (response?.ok) return { ...server, url };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  server.stop();
  throw new Error(`The server did not start:\n${server.output()}`);
}

/** A port on which nothing listens. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
