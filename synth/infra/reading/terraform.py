"""The files of a Terraform module -> the roles, policies and repositories in it. Only what stands there as resources: modules are not fetched."""

from __future__ import annotations

from synth.infra.reading.policies import document
from synth.infra.reading.terraform_values import Module
from synth.infra.reading.tree import Placed
from synth.infra.reading.values import HOUR, UNKNOWN, Document, Known, Templates, WrittenRepository, WrittenRole
from synth.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.infra.reading.hcl import Block, Expression


def templates(files: Sequence[Block], known: Known) -> Templates:
    """Raises DefinitionError, with its place, for a policy that IAM would not take."""
    blocks = [block for file in files for block in file.blocks]
    module = Module(blocks, known, as_policy)
    resources = [block for block in blocks if block.words[:1] == ("resource",) and len(block.words) == 3]
    roles = {block.words[2]: _role(module, block) for block in resources if block.words[1] == "aws_iam_role"}
    policies = {block.words[2]: _document(module, block, "policy") for block in resources if block.words[1] == "aws_iam_policy"}
    used: set[str] = set()
    for block in resources:
        if block.words[1] == "aws_iam_role_policy" and (made := _document(module, block, "policy")) is not None:
            _give(roles, module, block, made)
        elif block.words[1] == "aws_iam_role_policy_attachment":
            name = _referred(block.attributes.get("policy_arn"), "aws_iam_policy")
            made = policies.get(name)
            used.add(name)
            if made is not None:
                _give(roles, module, block, made)
            else:
                _give_managed(roles, module, block)
    loose = tuple([made for name, made in policies.items() if made is not None and name not in used])
    repositories = tuple([_repository(module, block, resources) for block in resources if block.words[1] == "aws_ecr_repository"])
    return Templates(roles=tuple(roles.values()), repositories=repositories, policies=loose, files=tuple([file.origin.file for file in files]))


def as_policy(module: Module, block: Block) -> Placed:
    """A policy's tree from `data "aws_iam_policy_document"`."""
    sources = [module.value(block.attributes.get(name)) for name in ("source_policy_documents", "override_policy_documents")]
    wholes = [one.get("Statement") for source in sources if source is not None for one in source.listed]
    before = [one for statement in wholes if statement is not None for one in statement.listed]
    statements = [*before, *[_statement(module, one) for one in block.of("statement")]]
    version = module.text(block.attributes.get("version"), "2012-10-17")
    whole = {"Version": Placed(version, block.origin), "Statement": Placed(statements, block.origin)}
    return Placed(whole, block.origin)


_FIELDS = {"sid": "Sid", "actions": "Action", "not_actions": "NotAction", "resources": "Resource", "not_resources": "NotResource"}


def _statement(module: Module, block: Block) -> Placed:
    made = {"Effect": Placed(module.text(block.attributes.get("effect"), "Allow"), block.origin)}
    for name, key in _FIELDS.items():
        if (found := module.value(block.attributes.get(name))) is not None:
            made[key] = found
    for word, key in (("principals", "Principal"), ("not_principals", "NotPrincipal")):
        kinds: dict[str, Placed] = {}
        for one in block.of(word):
            kind, values = module.text(one.attributes.get("type")), module.value(one.attributes.get("identifiers"))
            if values is not None:
                kinds[kind] = Placed([*(kinds[kind].value if kind in kinds else ()), *values.listed], one.origin)
        if kinds:
            made[key] = kinds["*"].listed[0] if "*" in kinds else Placed(kinds, block.origin)
    operators: dict[str, Placed] = {}
    for one in block.of("condition"):
        operator, key = module.text(one.attributes.get("test")), module.text(one.attributes.get("variable"))
        values = module.value(one.attributes.get("values"))
        below = dict(operators[operator].value) if operator in operators else {}
        below[key] = Placed(list(values.listed) if values is not None else [], one.origin)
        operators[operator] = Placed(below, one.origin)
    if operators:
        made["Condition"] = Placed(operators, block.origin)
    return Placed(made, block.origin)


def _document(module: Module, block: Block, name: str) -> Document | None:
    found = module.value(block.attributes.get(name))
    return document(found) if found is not None and found.value != UNKNOWN else None


def _role(module: Module, block: Block) -> WrittenRole:
    inline = [made for one in block.of("inline_policy") if (made := _document(module, one, "policy")) is not None]
    managed, seconds = module.value(block.attributes.get("managed_policy_arns")), module.text(block.attributes.get("max_session_duration"), "")
    return WrittenRole(
        name=module.name(block),
        account=module.known.account,
        trust=_document(module, block, "assume_role_policy"),
        permissions=tuple(inline),
        managed=tuple([one.text("managed_policy_arns") for one in managed.listed]) if managed is not None else (),
        seconds=int(seconds) if seconds.isdigit() else None if seconds else HOUR,
        origin=block.origin,
    )


def _referred(expression: Expression | None, kind: str) -> str:
    """The name of the resource that the expression refers to."""
    parts: tuple[str, ...] = expression.parts if expression is not None and expression.kind == "reference" else ()
    return parts[1] if len(parts) >= 2 and parts[0] == kind else ""


def _roles_of(roles: dict[str, WrittenRole], module: Module, block: Block) -> list[str]:
    given = block.attributes.get("role")
    name, text = _referred(given, "aws_iam_role"), module.text(given)
    return [one for one, role in roles.items() if one == name or (text not in ("", UNKNOWN) and role.name == text)]


def _give(roles: dict[str, WrittenRole], module: Module, block: Block, made: Document) -> None:
    for name in _roles_of(roles, module, block):
        roles[name] = replace(roles[name], permissions=(*roles[name].permissions, made))


def _give_managed(roles: dict[str, WrittenRole], module: Module, block: Block) -> None:
    for name in _roles_of(roles, module, block):
        roles[name] = replace(roles[name], managed=(*roles[name].managed, module.text(block.attributes.get("policy_arn"))))


def _repository(module: Module, block: Block, resources: Sequence[Block]) -> WrittenRepository:
    filters = [module.text(one.attributes.get("filter")) for one in block.of("image_tag_mutability_exclusion_filter")]
    name = module.name(block)
    lifecycle = next((one for one in resources if one.words[1] == "aws_ecr_lifecycle_policy" and _about(one, block, name, module)), None)
    text = _json(module.value(lifecycle.attributes.get("policy"))) if lifecycle is not None else None
    return WrittenRepository(
        name=name,
        mutability=module.text(block.attributes.get("image_tag_mutability"), "MUTABLE"),
        filters=tuple(filters),
        lifecycle=text,
        lifecycle_origin=lifecycle.attributes["policy"].origin if lifecycle is not None and text is not None else None,
        origin=block.origin,
    )


def _about(policy: Block, repository: Block, name: str, module: Module) -> bool:
    given = policy.attributes.get("repository")
    return _referred(given, "aws_ecr_repository") == repository.words[2] or module.text(given) == name


def _json(tree: Placed | None) -> str | None:
    """The policy's text, from text or from jsonencode."""
    if tree is None or tree.value == UNKNOWN:
        return None
    if isinstance(tree.value, str):
        return tree.value
    import json

    return json.dumps(_plain(tree))


def _plain(tree: Placed) -> object:
    if isinstance(tree.value, dict):
        return {key: _plain(one) for key, one in tree.value.items()}
    if isinstance(tree.value, list):
        return [_plain(one) for one in tree.value]
    text = tree.value
    return int(text) if isinstance(text, str) and text.isdigit() else text
