// `node gha_ts.mjs N FOLDER` writes 0.yml, 1.yml, ... with gha-ts and js-yaml; gha-ts leaves the choice of the YAML library to its user.
import { join } from "node:path";
import { createSerializer } from "@jlarky/gha-ts/render";
import { uses, workflow } from "@jlarky/gha-ts/workflow-types";
import yaml from "js-yaml";
import { orders } from "./orders.mjs";

const [count, folder] = process.argv.slice(2);
const text = (value) => yaml.dump(value, { lineWidth: -1, noRefs: true });
for (let i = 0; i < Number(count); i++) {
  createSerializer(workflow(orders(i, uses)), text).writeWorkflow(join(folder, `${i}.yml`));
}
