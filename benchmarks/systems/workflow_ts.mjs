// `node workflow_ts.mjs N FOLDER` writes 0.yml, 1.yml, ... with the library of github-actions-workflow-ts and js-yaml, as its command does.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { NormalJob, Step, Workflow } from "@github-actions-workflow-ts/lib";
import yaml from "js-yaml";
import { orders } from "./orders.mjs";

const [count, folder] = process.argv.slice(2);
const uses = (reference, inputs) => (inputs ? { uses: reference, with: inputs } : { uses: reference });
for (let i = 0; i < Number(count); i++) {
  const { jobs, ...settings } = orders(i, uses);
  const made = {};
  for (const [id, { steps, needs = [], ...job }] of Object.entries(jobs)) {
    made[id] = new NormalJob(id, job).addSteps(steps.map((step) => new Step(step)));
    if (needs.length) made[id].needs(needs.map((other) => made[other]));
  }
  const built = new Workflow(`${i}`, settings).addJobs(Object.values(made));
  writeFileSync(join(folder, `${i}.yml`), yaml.dump(built.workflow, { noRefs: true }));
}
