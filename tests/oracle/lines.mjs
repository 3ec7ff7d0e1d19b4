// Answers each line of stdin, a JSON value, with a line of JSON on stdout.
import {readFileSync} from "node:fs";

export async function answer(respond) {
  const out = [];
  for (const line of readFileSync(0, "utf8").split("\n")) {
    if (line) out.push(JSON.stringify(await respond(JSON.parse(line))));
  }
  process.stdout.write(out.map(text => text + "\n").join(""));
}
