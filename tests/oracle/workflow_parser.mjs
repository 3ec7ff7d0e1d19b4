// {path, kind, text} -> [{line, message}]: what GitHub's own parser (workflows) or language service (actions) finds.
import {register} from "node:module";
import {answer} from "./lines.mjs";
register("./loader.mjs", import.meta.url);
const {parseWorkflow, convertWorkflowTemplate, NoOperationTraceWriter} = await import("@actions/workflow-parser");
const {TemplateContext, TemplateValidationErrors} = await import("@actions/workflow-parser/templates/template-context");
const {getWorkflowSchema} = await import("@actions/workflow-parser/workflows/workflow-schema");
const {ErrorPolicy} = await import("@actions/workflow-parser/model/convert");
const {FeatureFlags} = await import("@actions/expressions/features");
const {validate} = await import("@actions/languageservice");
const {TextDocument} = await import("vscode-languageserver-textdocument");

const featureFlags = new FeatureFlags({all: true});

async function workflow(path, text) {
  const context = new TemplateContext(new TemplateValidationErrors(), getWorkflowSchema(), new NoOperationTraceWriter());
  context.state.featureFlags = featureFlags; // read while parsing, so before it
  const parsed = parseWorkflow({name: path, content: text}, context);
  if (parsed.value) await convertWorkflowTemplate(parsed.context, parsed.value, undefined, {errorPolicy: ErrorPolicy.TryConversion, featureFlags});
  return parsed.context.errors.getErrors().map(e => ({line: e.range?.start?.line ?? 0, message: e.rawMessage ?? e.message}));
}

async function action(path, text) {
  const uri = `file:///${encodeURIComponent(path)}/action.yml`; // one of its own: the service caches by address
  const found = await validate(TextDocument.create(uri, "yaml", 1, text), {featureFlags});
  return found.filter(d => (d.severity ?? 1) === 1).map(d => ({line: d.range.start.line + 1, message: d.message}));
}

await answer(({path, kind, text}) => (kind === "action" ? action(path, text) : workflow(path, text)));
