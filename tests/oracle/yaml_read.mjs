// A YAML text -> {value} as npm `yaml` reads it for GitHub's parser, or {error}. GitHub's parser refuses a key given twice by itself, later.
import {parseDocument} from "yaml";
import {answer} from "./lines.mjs";

await answer(text => {
  const document = parseDocument(text, {uniqueKeys: true});
  if (document.errors.length) return {error: document.errors[0].message};
  try {
    const value = document.toJS({maxAliasCount: -1});
    JSON.stringify(value); // an alias within its own anchor has no JSON
    return {value};
  } catch (error) {
    return {error: error.message};
  }
});
