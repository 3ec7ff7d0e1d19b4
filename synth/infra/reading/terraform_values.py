"""Terraform's expressions, worked out as far as the files of one module allow. What only a plan knows becomes UNKNOWN."""

from __future__ import annotations

from synth.infra.reading.hcl import Block, Expression
from synth.infra.reading.tree import Placed
from synth.infra.reading.values import UNKNOWN, Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

_NAMES = {"aws_iam_openid_connect_provider": "url"}
_ARNS = {
    "aws_iam_role": "arn:aws:iam::{account}:role{path}{name}",
    "aws_iam_policy": "arn:aws:iam::{account}:policy{path}{name}",
    "aws_ecr_repository": "arn:aws:ecr:{region}:{account}:repository/{name}",
    "aws_ecs_cluster": "arn:aws:ecs:{region}:{account}:cluster/{name}",
    "aws_ecs_service": "arn:aws:ecs:{region}:{account}:service/{cluster}/{name}",
    "aws_iam_openid_connect_provider": "arn:aws:iam::{account}:oidc-provider/{name}",
    "aws_cloudwatch_log_group": "arn:aws:logs:{region}:{account}:log-group:{name}",
}


class Module:
    """The blocks of a folder, as its expressions refer to them. `as_policy` turns an aws_iam_policy_document into a policy's tree."""

    def __init__(self, blocks: Sequence[Block], known: Known, as_policy: Callable[[Module, Block], Placed]) -> None:
        self.known, self.as_policy, self._within = known, as_policy, 0
        self.blocks: dict[tuple[str, ...], Block] = {}
        self.locals: dict[str, Expression] = {}
        self._each_of: dict[str, Placed] = {}  # by the name that a `for` gives to its entries
        for block in blocks:
            self.blocks.setdefault(block.words, block)
            if block.words == ("locals",):
                self.locals.update(block.attributes)

    def value(self, expression: Expression | None) -> Placed | None:
        """The expression as a tree; None where there is none."""
        if expression is None:
            return None
        self._within += 1
        try:
            return Placed(UNKNOWN, expression.origin) if self._within > 100 else self._value(expression)
        finally:
            self._within -= 1

    def text(self, expression: Expression | None, otherwise: str = UNKNOWN) -> str:
        found = self.value(expression)
        return otherwise if found is None or found.value is None or isinstance(found.value, (dict, list)) else found.text("a name")

    def name(self, block: Block) -> str:
        given = self.text(block.attributes.get(_NAMES.get(block.words[1], "name")))
        return given.removeprefix("https://")

    def _value(self, one: Expression) -> Placed:
        found: Any = UNKNOWN
        if one.kind == "text":
            found = one.parts
        elif one.kind == "template":
            parts = [self.text(part) for part in one.parts]
            found = "".join(parts)
        elif one.kind == "list":
            found = [self._value(part) for part in one.parts]
        elif one.kind == "mapping":
            found = {key: self._value(part) for key, part in one.parts.items()}
        elif one.kind == "reference":
            return self._reference(one)
        elif one.kind == "call":
            return self._call(one)
        elif one.kind == "each":
            found = self._each(*one.parts)
        elif one.kind == "choice":
            then, otherwise = (self._value(part) for part in one.parts)
            found = then.value if then.value == otherwise.value else UNKNOWN
        return Placed(found, one.origin)

    def _each(self, name: str, source: Expression, body: Expression) -> Any:
        several = self._value(source)
        if not isinstance(several.value, list):
            return UNKNOWN
        before, made = self._each_of.get(name), []
        for entry in several.value:
            self._each_of[name] = entry
            made.append(self._value(body))
        self._each_of.pop(name, None)
        if before is not None:
            self._each_of[name] = before
        return made

    def _reference(self, one: Expression) -> Placed:
        first, *rest = one.parts
        if first in self._each_of:
            return _below(self._each_of[first], rest, one)
        if first == "local" and rest and rest[0] in self.locals:
            return _below(self.value(self.locals[rest[0]]), rest[1:], one)
        if first == "var" and rest:
            return _below(self._variable(rest[0], one), rest[1:], one)
        if first == "data" and len(rest) >= 3:
            return self._data(rest[0], rest[1], rest[2], one)
        if len(rest) >= 2 and (block := self.blocks.get(("resource", first, rest[0]))) is not None:
            return Placed(self._attribute(block, rest[1]), one.origin)
        return Placed(UNKNOWN, one.origin)

    def _variable(self, name: str, one: Expression) -> Placed:
        if name in self.known.parameters:
            return Placed(self.known.parameters[name], one.origin)
        block = self.blocks.get(("variable", name))
        return self.value(block.attributes.get("default") if block is not None else None) or Placed(UNKNOWN, one.origin)

    def _data(self, kind: str, name: str, attribute: str, one: Expression) -> Placed:
        block = self.blocks.get(("data", kind, name))
        if kind == "aws_iam_policy_document" and block is not None:
            return self.as_policy(self, block)
        if kind == "aws_iam_openid_connect_provider" and attribute == "arn":
            account = self.known.account or UNKNOWN
            return Placed(f"arn:aws:iam::{account}:oidc-provider/{self.name(block) if block is not None else UNKNOWN}", one.origin)
        known = {
            ("aws_caller_identity", "account_id"): self.known.account,
            ("aws_partition", "partition"): "aws",
            ("aws_region", "name"): self.known.region,
            ("aws_region", "region"): self.known.region,
        }
        if block is not None and attribute == "arn" and kind in _ARNS:
            return Placed(self._attribute(block, "arn"), one.origin)
        return Placed(known.get((kind, attribute)) or UNKNOWN, one.origin)

    def _attribute(self, block: Block, attribute: str) -> Any:
        kind = block.words[1]
        if attribute == "arn" and kind in _ARNS:
            where = {"account": self.known.account or UNKNOWN, "region": self.known.region or UNKNOWN}
            cluster = self.text(block.attributes.get("cluster")).rsplit("/", 1)[-1]
            return _ARNS[kind].format(**where, name=self.name(block), path=self.text(block.attributes.get("path"), "/"), cluster=cluster)
        if attribute in ("id", "name") and kind in ("aws_iam_role", "aws_ecr_repository", "aws_ecs_cluster", "aws_ecs_service"):
            return self.name(block)
        found = self.value(block.attributes.get(attribute))
        return found.value if found is not None else UNKNOWN

    def _call(self, one: Expression) -> Placed:
        name, given = one.parts
        values = [self._value(part) for part in given]
        if name in ("jsonencode", "tolist", "toset", "tostring", "trimspace", "sensitive", "nonsensitive") and values:
            return Placed(values[0].value, one.origin)
        if name in ("concat", "setunion"):
            return Placed([part for value in values for part in value.listed], one.origin)
        if name == "format" and values and isinstance(values[0].value, str):
            return Placed(_formatted(values[0].value, [self.text(part) for part in given[1:]]), one.origin)
        if name == "join" and len(values) == 2:
            parts = [part.text("join") for part in values[1].listed]
            return Placed(values[0].text("join").join(parts), one.origin)
        if name == "replace" and len(values) == 3 and not any([isinstance(value.value, (dict, list)) for value in values]):
            whole, old, new = [value.text("replace") for value in values]
            return Placed(UNKNOWN if old.startswith("/") else whole.replace(old, new), one.origin)
        return Placed(UNKNOWN, one.origin)


def _below(found: Placed | None, names: Sequence[str], one: Expression) -> Placed:
    for name in names:
        found = found.get(name) if found is not None else None
    return found if found is not None else Placed(UNKNOWN, one.origin)


def _formatted(template: str, given: Sequence[str]) -> str:
    parts = template.split("%s")
    return UNKNOWN if len(parts) != len(given) + 1 else "".join([a + b for a, b in zip(parts, [*given, ""], strict=True)])
