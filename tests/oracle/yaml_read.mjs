// A YAML text -> {value} as npm `yaml` reads it with the settings of GitHub's parser, or {error}.
import {parseDocument} from "yaml";
import {answer} from "./lines.mjs";

await answer(text => {
  const document = parseDocument(text, {uniqueKeys: true});
  if (document.errors.length) return {error: document.errors[0].message};
  return {value: document.toJS({maxAliasCount: -1})};
});
