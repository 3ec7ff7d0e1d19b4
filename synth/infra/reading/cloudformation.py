"""A CloudFormation template -> the roles, policies and repositories in it."""

from __future__ import annotations

from synth.infra.reading.intrinsics import Scope
from synth.infra.reading.policies import document
from synth.infra.reading.tree import Placed, kind, wrong
from synth.infra.reading.values import HOUR, UNKNOWN, Document, Known, Templates, WrittenRepository, WrittenRole
from synth.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def is_template(tree: Placed) -> bool:
    resources = tree.get("Resources")
    return resources is not None and any([one.get("Type") is not None for one in resources.items.values()])


def templates(tree: Placed, known: Known) -> Templates:
    """Raises DefinitionError, with its place, for a policy that IAM would not take."""
    scope = Scope(tree, known)
    resources = {name: one for name, one in (tree.get("Resources") or tree).items.items() if _made(scope, one)}
    roles = {name: _role(name, one, scope) for name, one in resources.items() if _type(one) == "AWS::IAM::Role"}
    loose: list[Document] = []
    for one in resources.values():
        if _type(one) in ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"):
            loose += _attached(one, scope, roles)
    repositories = tuple([_repository(name, one, scope) for name, one in resources.items() if _type(one) == "AWS::ECR::Repository"])
    arns = {scope.reference(name) for name, one in resources.items() if _type(one) == "AWS::IAM::ManagedPolicy"}
    found = [replace(role, managed=tuple([arn for arn in role.managed if arn not in arns])) for role in roles.values()]
    return Templates(roles=tuple(_by_reference(found, resources, scope)), repositories=repositories, policies=tuple(loose), files=(tree.origin.file,))


def _made(scope: Scope, resource: Placed) -> bool:
    condition = resource.get("Condition")
    return condition is None or scope.holds(str(condition.value))


def _type(resource: Placed) -> str:
    found = resource.get("Type")
    return str(found.value) if found is not None else ""


def _properties(resource: Placed) -> Placed:
    return resource.get("Properties") or Placed({}, resource.origin)


def _role(logical: str, resource: Placed, scope: Scope) -> WrittenRole:
    given = scope.resolved(_properties(resource))
    if not isinstance(given.value, dict):
        raise wrong(given.origin, f"Properties of {logical} is {kind(given)}, not a mapping")
    trust, policies, name, seconds = (given.get(key) for key in ("AssumeRolePolicyDocument", "Policies", "RoleName", "MaxSessionDuration"))
    own = [one.get("PolicyDocument") for one in policies.listed] if policies is not None else []
    return WrittenRole(
        name=name.text("RoleName") if name is not None else logical,
        account=scope.known.account,
        trust=document(trust) if trust is not None else None,
        permissions=tuple([document(one) for one in own if one is not None]),
        managed=_texts(given, "ManagedPolicyArns"),
        seconds=HOUR if seconds is None else int(seconds.value) if str(seconds.value).isdigit() else None,
        origin=resource.origin,
    )


def _attached(resource: Placed, scope: Scope, roles: dict[str, WrittenRole]) -> list[Document]:
    """Gives the policy to the roles of the template that it names; what belongs to none is given back."""
    given = scope.resolved(_properties(resource))
    written = given.get("PolicyDocument")
    if written is None:
        return []
    made = document(written)
    names = {*_texts(given, "Roles"), *_texts(given, "RoleName")}
    own = [logical for logical, role in roles.items() if role.name in names or logical in _references(resource)]
    for logical in own:
        roles[logical] = replace(roles[logical], permissions=(*roles[logical].permissions, made))
    return [] if own else [made]


def _references(resource: Placed) -> set[str]:
    """The logical names in `Roles`, for roles that AWS names."""
    found = resource.get("Properties", "Roles") or resource.get("Properties", "RoleName")
    if found is None:
        return set()
    refs = [one.value if one.tag == "!Ref" else getattr(one.get("Ref"), "value", "") for one in found.listed]
    return {str(one) for one in refs}


def _by_reference(roles: list[WrittenRole], resources: Mapping[str, Placed], scope: Scope) -> list[WrittenRole]:
    """The roles, with the managed policies of the template that they name."""
    made = []
    for role, resource in zip(roles, [one for one in resources.values() if _type(one) == "AWS::IAM::Role"], strict=True):
        arns = resource.get("Properties", "ManagedPolicyArns")
        names = (
            [str(one.value) if one.tag == "!Ref" else str(getattr(one.get("Ref"), "value", "")) for one in arns.listed] if arns is not None else []
        )
        own = [resources[name] for name in names if name in resources and _type(resources[name]) == "AWS::IAM::ManagedPolicy"]
        documents = [_properties(one).get("PolicyDocument") for one in own]
        added = tuple([document(scope.resolved(one)) for one in documents if one is not None])
        made.append(replace(role, permissions=(*role.permissions, *added), managed=tuple([arn for arn in role.managed if not own or arn != UNKNOWN])))
    return made


def _texts(given: Placed, name: str) -> tuple[str, ...]:
    found = given.get(name)
    return tuple([one.text(name) for one in found.listed]) if found is not None else ()


def _repository(logical: str, resource: Placed, scope: Scope) -> WrittenRepository:
    given = scope.resolved(_properties(resource))
    name, mutability = given.get("RepositoryName"), given.get("ImageTagMutability")
    lifecycle = given.get("LifecyclePolicy", "LifecyclePolicyText")
    filters = given.get("ImageTagMutabilityExclusionFilters")
    found = [one.get("ImageTagMutabilityExclusionFilterValue") for one in filters.listed] if filters is not None else []
    return WrittenRepository(
        name=name.text("RepositoryName") if name is not None else logical,
        mutability=mutability.text("ImageTagMutability") if mutability is not None else "MUTABLE",
        filters=tuple([one.text("a filter") for one in found if one is not None]),
        lifecycle=lifecycle.text("LifecyclePolicyText") if lifecycle is not None and not isinstance(lifecycle.value, (dict, list)) else None,
        lifecycle_origin=lifecycle.origin if lifecycle is not None else None,
        origin=resource.origin,
    )
