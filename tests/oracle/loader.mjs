// GitHub's bundles import .json files without the attribute that Node asks for: load those as modules.
import {readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";

export async function load(url, context, nextLoad) {
  if (!url.startsWith("file:") || !url.endsWith(".json")) return nextLoad(url, context);
  return {format: "module", shortCircuit: true, source: `export default ${readFileSync(fileURLToPath(url), "utf8")}`};
}
