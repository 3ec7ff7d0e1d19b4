"""CloudFormation's functions, worked out as far as a template alone allows. What only AWS knows becomes UNKNOWN.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

from __future__ import annotations

import re

from synth.infra.reading.tree import Placed
from synth.infra.reading.values import UNKNOWN, Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

NO_VALUE = object()
_PLACE = re.compile(r"\$\{([^!}][^}]*)\}")
_NAMES = {
    "AWS::IAM::Role": "RoleName",
    "AWS::ECR::Repository": "RepositoryName",
    "AWS::ECS::Cluster": "ClusterName",
    "AWS::IAM::OIDCProvider": "Url",
    "AWS::Logs::LogGroup": "LogGroupName",
}
_ARNS = {
    "AWS::IAM::Role": "arn:{partition}:iam::{account}:role{path}{name}",
    "AWS::ECR::Repository": "arn:{partition}:ecr:{region}:{account}:repository/{name}",
    "AWS::ECS::Cluster": "arn:{partition}:ecs:{region}:{account}:cluster/{name}",
    "AWS::IAM::OIDCProvider": "arn:{partition}:iam::{account}:oidc-provider/{name}",
    "AWS::Logs::LogGroup": "arn:{partition}:logs:{region}:{account}:log-group:{name}:*",
}


class Scope:
    """A template's parameters, mappings, conditions and resources, as its functions refer to them."""

    def __init__(self, template: Placed, known: Known) -> None:
        self.template, self.known, self._within = template, known, 0
        self.pseudo = {
            "AWS::AccountId": known.account or UNKNOWN,
            "AWS::Region": known.region or UNKNOWN,
            "AWS::Partition": "aws",
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::StackName": UNKNOWN,
            "AWS::StackId": UNKNOWN,
        }

    def resolved(self, tree: Placed) -> Placed:
        """The tree without functions. Entries that are AWS::NoValue are gone."""
        self._within += 1
        try:
            return Placed(UNKNOWN, tree.origin) if self._within > 100 else self._resolved(tree)  # a template that refers to itself
        finally:
            self._within -= 1

    def _resolved(self, tree: Placed) -> Placed:
        name, given = _function(tree)
        if name:
            found = _FUNCTIONS.get(name, _unknown)(self, given)
            return found if isinstance(found, Placed) else Placed(found, tree.origin)
        if isinstance(tree.value, dict):
            below = {key: self.resolved(one) for key, one in tree.value.items()}
            return Placed({key: one for key, one in below.items() if one.value is not NO_VALUE}, tree.origin)
        if isinstance(tree.value, list):
            return Placed([one for one in map(self.resolved, tree.value) if one.value is not NO_VALUE], tree.origin)
        return tree

    def text(self, tree: Placed) -> str:
        found = self.resolved(tree)
        return UNKNOWN if isinstance(found.value, (dict, list)) or found.value is NO_VALUE else found.text("a name")

    def reference(self, name: str) -> Any:
        """What !Ref gives."""
        if name == "AWS::NoValue":
            return NO_VALUE
        if name in self.pseudo:
            return self.pseudo[name]
        if (parameter := self.template.get("Parameters", name)) is not None:
            return self._parameter(name, parameter)
        if (resource := self.template.get("Resources", name)) is not None:
            kind = self._kind(resource)
            return self.attribute(name, "Arn") if kind == "AWS::IAM::OIDCProvider" else self._name(resource)
        return UNKNOWN

    def attribute(self, name: str, attribute: str) -> str:
        """What !GetAtt gives: ARNs of what a policy may speak of."""
        resource = self.template.get("Resources", name)
        if resource is None or attribute != "Arn" or self._kind(resource) not in _ARNS:
            return UNKNOWN
        path = resource.get("Properties", "Path")
        parts = {"path": self.text(path) if path is not None else "/", "name": self._name(resource)}
        where = {"partition": self.pseudo["AWS::Partition"], "region": self.pseudo["AWS::Region"], "account": self.pseudo["AWS::AccountId"]}
        return _ARNS[self._kind(resource)].format(**where, **parts)

    def holds(self, name: str) -> bool:
        """A condition of the template; one that is not known holds."""
        tree = self.template.get("Conditions", name)
        return tree is None or self._true(tree) is not False

    def _true(self, tree: Placed) -> bool | None:
        name, given = _function(tree)
        several = [self._true(one) for one in given.listed] if name in ("Fn::And", "Fn::Or", "Fn::Not") else []
        if name == "Fn::Not":
            return None if several[0] is None else not several[0]
        if name == "Fn::And":
            return False if False in several else None if None in several else True
        if name == "Fn::Or":
            return True if True in several else None if None in several else False
        if name == "Condition":
            return self.holds(str(given.value))
        if name == "Fn::Equals" and len(given.listed) == 2:
            one, other = [self.text(side) for side in given.listed]
            return None if UNKNOWN in one + other else one == other
        return None

    def _parameter(self, name: str, parameter: Placed) -> Any:
        default, kind = parameter.get("Default"), parameter.get("Type")
        value = self.known.parameters.get(name)
        value = value if value is not None else default.text(name) if default is not None else UNKNOWN
        listed = kind is not None and ("List" in str(kind.value))
        return [Placed(one.strip(), parameter.origin) for one in value.split(",")] if listed else value

    def _kind(self, resource: Placed) -> str:
        found = resource.get("Type")
        return str(found.value) if found is not None else ""

    def _name(self, resource: Placed) -> str:
        found = resource.get("Properties", _NAMES.get(self._kind(resource), "Name"))
        return self.text(found).removeprefix("https://") if found is not None else UNKNOWN


def _function(tree: Placed) -> tuple[str, Placed]:
    """The function's long name and what it is given; no name where it is none."""
    if tree.tag:
        short = tree.tag[1:]
        return short if short in ("Ref", "Condition") else f"Fn::{short}", Placed(tree.value, tree.origin)
    if isinstance(tree.value, dict) and len(tree.value) == 1:
        ((name, given),) = tree.value.items()
        if name == "Ref" or name.startswith("Fn::") or (name == "Condition" and isinstance(given.value, str)):
            return name, given
    return "", tree


def _unknown(scope: Scope, given: Placed) -> Any:
    return UNKNOWN


def _ref(scope: Scope, given: Placed) -> Any:
    return scope.reference(str(given.value))


def _get_att(scope: Scope, given: Placed) -> Any:
    parts = [str(one.value) for one in given.listed] if isinstance(given.value, list) else str(given.value).split(".", 1)
    return scope.attribute(parts[0], parts[1]) if len(parts) == 2 else UNKNOWN


def _sub(scope: Scope, given: Placed) -> Any:
    template, more = given.listed[0], given.listed[1].items if len(given.listed) > 1 else {}

    def filled(found: re.Match[str]) -> str:
        name = found[1].strip()
        if name in more:
            return scope.text(more[name])
        value = scope.attribute(*name.split(".", 1)) if "." in name and "::" not in name else scope.reference(name)
        return value if isinstance(value, str) else UNKNOWN

    return _PLACE.sub(filled, template.text("Fn::Sub")).replace("${!", "${")


def _join(scope: Scope, given: Placed) -> Any:
    if len(given.listed) != 2:
        return UNKNOWN
    return given.listed[0].text("Fn::Join").join([scope.text(one) for one in scope.resolved(given.listed[1]).listed])


def _select(scope: Scope, given: Placed) -> Any:
    number, several = (scope.resolved(one) for one in given.listed[:2])
    index = number.text("Fn::Select")
    return several.listed[int(index)] if index.isdigit() and int(index) < len(several.listed) and several.value != UNKNOWN else UNKNOWN


def _split(scope: Scope, given: Placed) -> Any:
    text = scope.text(given.listed[1])
    return UNKNOWN if text == UNKNOWN else [Placed(one, given.origin) for one in text.split(given.listed[0].text("Fn::Split"))]


def _if(scope: Scope, given: Placed) -> Any:
    name, then, otherwise = (*given.listed, *[given] * 3)[:3]
    return scope.resolved(then if scope.holds(str(name.value)) else otherwise)


def _find_in_map(scope: Scope, given: Placed) -> Any:
    found = scope.template.get("Mappings", *[scope.text(one) for one in given.listed[:3]])
    return UNKNOWN if found is None else scope.resolved(found)


def _to_json(scope: Scope, given: Placed) -> Any:
    return scope.resolved(given)


_FUNCTIONS: Mapping[str, Callable[[Scope, Placed], Any]] = {
    "Ref": _ref,
    "Fn::GetAtt": _get_att,
    "Fn::Sub": _sub,
    "Fn::Join": _join,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::If": _if,
    "Fn::FindInMap": _find_in_map,
    "Fn::ToJsonString": _to_json,
}
