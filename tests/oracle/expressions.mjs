// {expr, contexts} -> {kind, value} as GitHub's own evaluator has it, or {error}. JSON has no NaN and Infinity: they come as text, of kind Number.
import {register} from "node:module";
import {answer} from "./lines.mjs";
register("./loader.mjs", import.meta.url);
const {Lexer, Parser, Evaluator, data} = await import("@actions/expressions");
const {reviver} = await import("@actions/expressions/data/reviver");
const {replacer} = await import("@actions/expressions/data/replacer");
const {kindStr} = await import("@actions/expressions/data/expressiondata");

await answer(({expr, contexts}) => {
  try {
    const known = JSON.parse(JSON.stringify(contexts ?? {}), reviver);
    const names = known.pairs ? known.pairs().map(pair => pair.key) : [];
    const tree = new Parser(new Lexer(expr).lex().tokens, names, []).parse();
    const value = tree ? new Evaluator(tree, known).evaluate() : new data.Null();
    if (value.kind === data.Kind.Number && !Number.isFinite(value.value)) return {kind: "Number", value: String(value.value)};
    return {kind: kindStr(value.kind), value: JSON.parse(JSON.stringify(value, replacer) ?? "null")};
  } catch (error) {
    return {error: error.message};
  }
});
