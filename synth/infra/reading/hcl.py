"""Terraform's own language -> blocks and expressions with places. python-hcl2 parses it; nothing is worked out here."""

from __future__ import annotations

import json
import re

from synth.infra.reading.tree import wrong
from synth.model import Origin
from synth.problems import DefinitionError, Problem
from synth.record import Record, positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

_HEREDOC = re.compile(r"<<(-?)\w[\w.-]*\r?\n(.*?)\s*[\w.-]+\r?\n?\Z", re.DOTALL)
_ESCAPED = re.compile(r"\\(u[0-9a-fA-F]{4}|.)|(\$\$|%%)(?=\{)", re.DOTALL)


@positional
class Expression(Record):
    """`kind` is text, list, mapping, reference, call, template, choice, each, or unknown; `parts` are what it is made of."""

    kind: str
    parts: Any
    origin: Origin


@positional
class Block(Record):
    """`resource "aws_iam_role" "deploy" { ... }`: its words, its attributes, and the blocks in it."""

    words: tuple[str, ...]
    attributes: Mapping[str, Expression]
    blocks: tuple[Block, ...]
    origin: Origin

    def of(self, word: str) -> tuple[Block, ...]:
        """The blocks in it that begin with the word; `dynamic` ones as if they were there once."""
        found = [block for block in self.blocks if block.words[0] == word]
        dynamic = [inner for block in self.blocks if block.words == ("dynamic", word) for inner in block.of("content")]
        return (*found, *dynamic)


def blocks(text: str, file: str) -> Block:
    """The file as a block without words. Raises DefinitionError with file and line; also where python-hcl2 is not installed."""
    try:
        import hcl2  # 0.1 s, and only whoever has Terraform needs it
        from lark.exceptions import LarkError, UnexpectedInput
    except ImportError:
        raise DefinitionError([Problem(Origin(file, 1), "is Terraform, which needs python-hcl2: pip install 'ghsynth[terraform]'")]) from None
    try:
        tree = hcl2.parses_to_tree(text if text.endswith("\n") else text + "\n")
    except UnexpectedInput as error:
        line = error.line if isinstance(error.line, int) and error.line > 0 else len(text.splitlines()) or 1
        raise wrong(Origin(file, line), "cannot be read as Terraform: " + (text.splitlines() or [""])[line - 1].strip()[:60]) from None
    except (LarkError, RecursionError) as error:
        raise wrong(Origin(file, 1), f"cannot be read as Terraform: {str(error).splitlines()[0] if str(error) else 'it nests too deep'}") from None
    return _Walk(file).body((), tree.children[0], Origin(file, 1)) if tree.children else Block((), {}, (), Origin(file, 1))


class _Walk:
    def __init__(self, file: str) -> None:
        self.file = file

    def origin(self, node: Any) -> Origin:
        meta = getattr(node, "meta", node)
        return Origin(self.file, getattr(meta, "line", 1) or 1, getattr(meta, "column", 0) or 0)

    def body(self, words: tuple[str, ...], node: Any, origin: Origin) -> Block:
        attributes: dict[str, Expression] = {}
        inner: list[Block] = []
        for child in node.children:
            kind = _kind(child)
            if kind == "attribute":
                attributes[_word(child.children[0])] = self.expression(child.children[-1])
            elif kind == "block":
                names = tuple([_word(one) for one in child.children if _kind(one) in ("identifier", "string", "keyword", "literal_value")])
                below = next((one for one in child.children if _kind(one) == "body"), None)
                place = self.origin(child)
                inner.append(self.body(names, below, place) if below is not None else Block(names, {}, (), place))
        return Block(words, attributes, tuple(inner), origin)

    def expression(self, node: Any) -> Expression:
        origin, kind = self.origin(node), _kind(node)
        if kind == "expr_term":
            inner = [one for one in node.children if _kind(one) not in ("LPAR", "RPAR", "new_line_or_comment")]
            return self.expression(inner[0]) if len(inner) == 1 else Expression("unknown", None, origin)
        made = getattr(self, f"_{kind}", None)
        return made(node, origin) if made is not None else Expression("unknown", None, origin)

    def _int_lit(self, node: Any, origin: Origin) -> Expression:
        return Expression("text", str(node.children[0]), origin)

    _float_lit = _int_lit

    def _literal_value(self, node: Any, origin: Origin) -> Expression:
        return Expression("text", {"true": True, "false": False}.get(str(node.children[0])), origin)

    def _identifier(self, node: Any, origin: Origin) -> Expression:
        return Expression("reference", (str(node.children[0]),), origin)

    def _string(self, node: Any, origin: Origin) -> Expression:
        parts = [self._part(one.children[0], origin) for one in node.children if _kind(one) == "string_part"]
        if all([part.kind == "text" for part in parts]):
            return Expression("text", "".join([part.parts for part in parts]), origin)
        return Expression("template", tuple(parts), origin)

    def _part(self, node: Any, origin: Origin) -> Expression:
        if _kind(node) == "interpolation":
            return self.expression(next(one for one in node.children if _kind(one) not in ("INTERP_START", "RBRACE")))
        if hasattr(node, "children"):
            return Expression("unknown", None, origin)  # %{ if }
        return Expression("text", _unescaped(str(node)), origin)

    def _heredoc_template(self, node: Any, origin: Origin) -> Expression:
        found = _HEREDOC.match(str(node.children[0]))
        text = found[2] if found else ""
        whole = "\\n".join([line.replace("\\", "\\\\").replace('"', '\\"') for line in text.splitlines()])
        if "${" not in text and "%{" not in text:
            return Expression("text", text, Origin(self.file, origin.line + 1))
        inner = blocks(f'a = "{whole}"\n', self.file).attributes["a"]  # as a template in one line, so that what is embedded is parsed
        return Expression(inner.kind, inner.parts, Origin(self.file, origin.line + 1))

    _heredoc_template_trim = _heredoc_template

    def _tuple(self, node: Any, origin: Origin) -> Expression:
        return Expression("list", tuple([self.expression(one) for one in _meant(node, ("LSQB", "RSQB", "COMMA"))]), origin)

    def _object(self, node: Any, origin: Origin) -> Expression:
        made: dict[str, Expression] = {}
        for one in node.children:
            if _kind(one) == "object_elem":
                key, value = one.children[0], one.children[-1]
                name = self.expression(key.children[0]) if _kind(key.children[0]) != "keyword" else Expression("text", _word(key.children[0]), origin)
                made[name.parts[0] if name.kind == "reference" else str(name.parts)] = self.expression(value)
        return Expression("mapping", made, origin)

    def _function_call(self, node: Any, origin: Origin) -> Expression:
        given = next((one for one in node.children if _kind(one) == "arguments"), None)
        arguments = _meant(given, ("COMMA", "ELLIPSIS")) if given is not None else ()
        return Expression("call", (_word(node.children[0]), tuple([self.expression(one) for one in arguments])), origin)

    def _get_attr_expr_term(self, node: Any, origin: Origin) -> Expression:
        base = self.expression(node.children[0])
        name = _word(node.children[1].children[-1])
        return Expression("reference", (*base.parts, name), origin) if base.kind == "reference" else Expression("unknown", None, origin)

    def _index_expr_term(self, node: Any, origin: Origin) -> Expression:
        """`one[0]` is `one`: which of several copies it is makes no difference to what they are."""
        base = self.expression(node.children[0])
        return base if base.kind == "reference" else Expression("unknown", None, origin)

    _attr_splat_expr_term = _full_splat_expr_term = _index_expr_term

    def _for_tuple_expr(self, node: Any, origin: Origin) -> Expression:
        """One name and no `if`; anything else is not worked out."""
        kinds = [_kind(one) for one in node.children]
        intro = node.children[kinds.index("for_intro")]
        names = [_word(one) for one in intro.children if _kind(one) == "identifier"]
        source = _meant(intro, ("FOR", "IN", "COMMA", "COLON", "identifier"))
        body = _meant(node, ("LSQB", "RSQB", "for_intro", "for_cond"))
        if len(names) != 1 or len(source) != 1 or len(body) != 1 or "for_cond" in kinds:
            return Expression("unknown", None, origin)
        return Expression("each", (names[0], self.expression(source[0]), self.expression(body[0])), origin)

    def _conditional(self, node: Any, origin: Origin) -> Expression:
        _, then, otherwise = _meant(node, ("QMARK", "COLON"))
        return Expression("choice", (self.expression(then), self.expression(otherwise)), origin)


def _kind(node: Any) -> str:
    return str(getattr(node, "data", "") or getattr(node, "type", ""))


def _meant(node: Any, without: Iterable[str]) -> list[Any]:
    return [one for one in node.children if _kind(one) not in ("new_line_or_comment", "NL_OR_COMMENT", *without)]


def _word(node: Any) -> str:
    if _kind(node) == "string":
        return "".join([str(part.children[0]) for part in node.children if _kind(part) == "string_part"])
    return str(node.children[0]) if hasattr(node, "children") else str(node)


def _unescaped(text: str) -> str:
    def one(found: re.Match[str]) -> str:
        if found[2]:
            return found[2][0]
        return str(json.loads(f'"\\{found[1]}"')) if found[1][0] in 'nrtu"\\' else found[0]

    return _ESCAPED.sub(one, text)
