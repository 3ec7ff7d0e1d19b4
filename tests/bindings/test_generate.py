"""The generator: what it writes, what it removes, what it refuses, and that nothing in the repository differs from it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from synth.bindings.catalogue import ActionFacts, Catalogue, ImageFacts, Input, PinFacts
from synth.bindings.generate import main, rendered
from synth.bindings.shape import COMMAS, LINES, NUMBER, TRUTH, Correction, Scope, choice, either
from synth.bindings.source import MARKER, module
from synth.problems import DefinitionError
from synth.record import replace
from tests.bindings.conftest import ROOT

ACTION = ActionFacts(
    "owner/make-it",
    tag="v2.1.0",
    major="v2",
    sha="a" * 40,
    seen="2026-08-22",
    using="node24",
    inputs={
        "path": Input(required=True),
        "name": Input(default="it", required=True),
        "enableCrossOsArchive": Input(default="false"),
        "run-task-assign-public-IP": Input(),
        "from": Input(),
        "tries": Input(default=9),
        "ids": Input(),
        "old": Input(deprecated=True),
        "mode": Input(),
    },
    outputs=("digest", "made-it", "snake_case"),
)
CORRECTION = Correction(
    "make_it",
    "Makes it.",
    beside_credentials=False,
    kinds={
        **LINES.of("path"),
        **COMMAS.of("ids"),
        **TRUTH.of("enableCrossOsArchive"),
        **NUMBER.of("tries"),
        "mode": either(TRUTH, choice("auto")),
    },
    defaults={"tries": 3, "mode": "auto"},
    scopes=[Scope("actions", "read", "look at it", given="from")],
    deprecated={"old": "use name"},
)
IMAGE = ImageFacts(image="made", tag="1-alpine", digest="sha256:" + "b" * 64, seen="2026")
MODULE = f'''{MARKER}"""owner/make-it v2.1.0, as seen on 2026-08-22."""

from __future__ import annotations

from synth.bindings.lists import commas, lines
from synth.build.steps import Outputs, bound, output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from synth.build.steps import Step, Text, Truth
    from synth.expr.tree import Expr

__all__ = ["MakeItOutputs", "make_it"]


class MakeItOutputs(Outputs):
    """What `make_it` gives to later steps."""

    digest = output()
    made_it = output()
    snake_case = output("snake_case")


def make_it(
    step: str | None = None,
    /,
    *,
    path: Text | Sequence[Text],
    name: Text | None = None,
    enable_cross_os_archive: Truth | None = None,
    run_task_assign_public_ip: Text | None = None,
    from_: Text | None = None,
    tries: int | Expr[int] | None = 3,
    ids: Text | Sequence[Text] | None = None,
    mode: Truth | Literal["auto"] | Expr[str] | None = "auto",
) -> Step[MakeItOutputs]:
    """Makes it. Binds owner/make-it v2.1.0.

    Set unless you say otherwise: tries 3, mode auto.
    None leaves an input to the action's own default.
    https://github.com/owner/make-it/tree/v2.1.0
    """
    return bound(
        "owner/make-it@v2",
        step,
        {{
            "path": lines(path, "path"),
            "name": name,
            "enableCrossOsArchive": enable_cross_os_archive,
            "run-task-assign-public-IP": run_task_assign_public_ip,
            "from": from_,
            "tries": tries,
            "ids": commas(ids),
            "mode": mode,
        }},
        MakeItOutputs,
        {{"actions": ("read", "look at it")}} if from_ is not None else None,
    )
'''
PACKAGE = f'''{MARKER}"""Actions of the marketplace as typed functions; each module is loaded when its function is first used."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.bindings.owner_make_it import make_it

_HOME = {{
    "make_it": "synth.bindings.owner_make_it",
}}

__all__ = [
    "make_it",
]

if not TYPE_CHECKING:  # or every name would be known to type checkers

    def __getattr__(name):
        from synth.lazy import loaded

        return loaded(__name__, name, _HOME)
'''
INTERFACES = f'''{MARKER}"""Actions -> version, commit, runtime, inputs (`!` must be given), outputs (`*` and others); inputs -> what to do instead."""

from __future__ import annotations

__all__ = ["DEPRECATED", "INTERFACES"]

INTERFACES = {{
    "owner/make-it": (
        "v2.1.0",
        "{"a" * 40}",
        "node24",
        "path! name enableCrossOsArchive run-task-assign-public-IP from tries ids old mode",
        "digest made-it snake_case",
    ),
}}

DEPRECATED = {{
    "owner/make-it": {{
        "old": "use name",
    }},
}}
'''
KINDS = f'''{MARKER}"""Actions -> what some of their inputs take (values, `#` for a whole number) -> those inputs."""

from __future__ import annotations

__all__ = ["KINDS"]

KINDS = {{
    "owner/make-it": {{
        "true|false": "enableCrossOsArchive",
        "#": "tries",
        "true|false|auto": "mode",
    }},
}}
'''
LOCK = f"""{MARKER}made:1-alpine sha256:{"b" * 64} 1-alpine 2026
owner/make-it@v2 {"a" * 40} v2.1.0 2026-08-22
"""


def test_an_action_becomes_a_module_a_name_of_the_package_and_a_line_of_the_lock() -> None:
    files = rendered(Catalogue(actions=(ACTION,), images=(IMAGE,)), {"owner/make-it": CORRECTION}, ["made:1-alpine"])
    assert files == {"owner_make_it.py": MODULE, "__init__.py": PACKAGE, "builtin.lock": LOCK, "interfaces.py": INTERFACES, "input_kinds.py": KINDS}


def test_an_unbound_action_is_only_known_and_pinned_by_its_exact_tag() -> None:
    old = replace(ACTION, using="node20")
    said = replace(CORRECTION, unbound="runs on node20", more_outputs="it sets others too")
    files = rendered(Catalogue(actions=(old,), images=(IMAGE,)), {"owner/make-it": said}, ["made:1-alpine"])
    assert files == {
        "__init__.py": PACKAGE.replace("    from synth.bindings.owner_make_it import make_it\n", "")
        .replace('    "make_it": "synth.bindings.owner_make_it",\n', "")
        .replace('    "make_it",\n', ""),
        "builtin.lock": LOCK.replace("owner/make-it@v2 ", "owner/make-it@v2.1.0 "),
        "interfaces.py": INTERFACES.replace("node24", "node20").replace("made-it snake_case", "made-it snake_case *"),
        "input_kinds.py": KINDS,
    }


def test_pins_without_an_interface_are_lines_of_the_lock() -> None:
    pin = PinFacts(repository="owner/other", tag="v3.0.0", sha="e" * 40, seen="2026-08-07")
    files = rendered(Catalogue(actions=(ACTION,), images=(IMAGE,), pins=(pin,)), {"owner/make-it": CORRECTION}, ["made:1-alpine"])
    assert files["builtin.lock"] == f"{LOCK}owner/other@v3.0.0 {'e' * 40} v3.0.0 2026-08-07\n"


SCOPES = [
    (
        [Scope("actions", "read", "look"), Scope("checks", "write", "say so")],
        ("", '        {"actions": ("read", "look"), "checks": ("write", "say so")},\n'),
    ),
    (
        [Scope("actions", "read", "look"), Scope("checks", "write", "say so", given="from")],
        (
            """\
    permissions = {"actions": ("read", "look")}
    if from_ is not None:
        permissions["checks"] = ("write", "say so")
""",
            "        permissions,\n",
        ),
    ),
    (
        [Scope("checks", "write", "say so", given="enableCrossOsArchive"), Scope("actions", "read", "look", given="name", unless=["no", "none"])],
        (
            """\
    permissions: dict[str, tuple[str, str]] = {}
    if not is_any(enable_cross_os_archive, None, False):
        permissions["checks"] = ("write", "say so")
    if not is_any(name, "no", "none"):
        permissions["actions"] = ("read", "look")
""",
            "        permissions or None,\n",
        ),
    ),
]


@pytest.mark.parametrize(("scopes", "expected"), SCOPES)
def test_each_permission_is_asked_for_under_its_own_condition(scopes: list[Scope], expected: tuple[str, str]) -> None:
    text = module(ACTION, replace(CORRECTION, scopes=scopes))
    before = text.partition('tree/v2.1.0\n    """\n')[2].partition("    return bound(")[0]
    assert expected == (before, text.partition("        MakeItOutputs,\n")[2].removesuffix("    )\n"))
    assert ("import is_any" in text) == ("is_any(" in before)


def test_a_parameter_too_long_for_a_line_is_folded_as_the_formatter_does() -> None:
    many = [f"number-{number:02}" for number in range(11)]
    text = module(ACTION, replace(CORRECTION, kinds={"from": choice(*many[:9]), "name": choice(*many)}, defaults={}))
    quoted = [f'"{name}"' for name in many]
    assert f"    from_: Literal[{', '.join(quoted[:9])}]\n    | Expr[str]\n    | None = None,\n" in text
    assert f"    name: Literal[\n        {', '.join(quoted)}\n    ]\n    | Expr[str]\n    | None = None,\n" in text


def test_actions_of_one_repository_share_a_line_of_the_lock() -> None:
    below = replace(ACTION, name="owner/make-it/undo")
    both = {"owner/make-it": CORRECTION, "owner/make-it/undo": replace(CORRECTION, function="undo_it")}
    files = rendered(Catalogue(actions=(ACTION, below), images=(IMAGE,)), both, ["made:1-alpine"])
    assert files["builtin.lock"] == LOCK
    assert '"owner/make-it/undo@v2"' in files["owner_make_it_undo.py"]


def refusals(action: ActionFacts, correction: Correction = CORRECTION) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        rendered(Catalogue(actions=(action,), images=()), {action.name: correction}, [])
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("using", ["node20", "node16", "node12", "docker", "node24x"])
def test_an_action_on_an_older_runtime_is_refused(using: str) -> None:
    assert refusals(replace(ACTION, using=using)) == [
        f"owner/make-it v2.1.0  runs on {using}: only node24 and later, and composite actions, are bound"
    ]


def test_a_composite_action_that_uses_a_tag_is_refused() -> None:
    nested = ("actions/cache@" + "c" * 40, "actions/checkout@v7")
    assert refusals(replace(ACTION, using="composite", nested=nested)) == [
        "owner/make-it v2.1.0  uses actions/checkout@v7, which is no full commit SHA, so its own pin would not fix what runs"
    ]


def test_inputs_that_would_share_a_parameter_are_refused() -> None:
    inputs = {**ACTION.inputs, "Mode": Input(), "step": Input()}  # `old` may share one, for a binding does not have it
    assert refusals(replace(ACTION, inputs=inputs)) == [
        "owner/make-it v2.1.0  has two meanings for the parameter 'mode'",
        "owner/make-it v2.1.0  has two meanings for the parameter 'step'",
    ]


def test_a_correction_of_an_input_that_is_not_there_or_deprecated_is_refused() -> None:
    correction = replace(CORRECTION, kinds=TRUTH.of("pth"), defaults={"old": True}, required=["mode", "from"], scopes=[])
    said = [message.partition(" or deprecates")[0] for message in refusals(ACTION, correction)]
    assert said == [
        "owner/make-it v2.1.0  corrections.py names the input 'pth', which this release does not have",
        "owner/make-it v2.1.0  corrections.py names the input 'old', which this release does not have",
    ]


def test_an_input_that_is_deprecated_without_advice_is_refused() -> None:
    assert refusals(ACTION, replace(CORRECTION, deprecated={"odl": "use name"}, internal=["mode"], kinds={}, defaults={})) == [
        "owner/make-it v2.1.0  deprecates the input 'old': say in corrections.py what to do instead",
        "owner/make-it v2.1.0  corrections.py names the input 'odl', which this release does not have; did you mean 'old'?",
    ]


def test_a_tag_pinned_to_two_commits_is_refused() -> None:
    pins = tuple([PinFacts(repository="owner/other", tag="v1", sha=sha * 40, seen="2026-08-07") for sha in "ef"])
    with pytest.raises(DefinitionError, match="owner/other@v1  is pinned to two commits: keep the one that the tag stands for"):
        rendered(Catalogue(actions=(ACTION,), images=(), pins=pins), {"owner/make-it": CORRECTION}, [])


def test_two_commits_behind_one_line_of_the_lock_are_refused() -> None:
    below = replace(ACTION, name="owner/make-it/undo", sha="d" * 40)
    both = {"owner/make-it": CORRECTION, "owner/make-it/undo": CORRECTION}
    with pytest.raises(DefinitionError, match="has another commit than owner/make-it@v2 of the same repository"):
        rendered(Catalogue(actions=(ACTION, below), images=()), both, [])


def test_facts_and_corrections_need_each_other() -> None:
    with pytest.raises(DefinitionError) as caught:
        rendered(Catalogue(actions=(ACTION,), images=()), {"owner/other": CORRECTION}, ["made:1-alpine"])
    assert str(caught.value) == (
        "made:1-alpine  needs both facts in images.json and a place in IMAGES of corrections.py\n"
        "owner/make-it  needs both facts in catalogue.json and a correction in corrections.py\n"
        "owner/other  needs both facts in catalogue.json and a correction in corrections.py"
    )


def test_the_repository_holds_what_the_generator_writes(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--check"])
    assert (code, capsys.readouterr().out) == (0, "")


def test_the_repository_holds_what_the_collection_gives(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--check", "--facts", str(shared / "catalog.json"), "--images", str(shared / "images.json")])
    assert (code, capsys.readouterr().out) == (0, "")


def test_check_names_what_differs_and_writing_mends_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "bindings"
    shutil.copytree(ROOT / "synth" / "bindings", folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "actions_checkout.py").write_text(MARKER + "changed by hand\n", "utf-8")
    (folder / "actions_cache.py").unlink()
    (folder / "owner_gone.py").write_text(MARKER + "bound no longer\n", "utf-8")
    (folder / "owner_kept.py").write_text("# written by hand\n", "utf-8")

    assert main(["--check"], str(folder)) == 1
    assert capsys.readouterr().out == "differs  actions_cache.py\ndiffers  actions_checkout.py\ndiffers  owner_gone.py\n"
    assert main([], str(folder)) == 0
    assert capsys.readouterr().out == "written  actions_cache.py\nwritten  actions_checkout.py\nremoved  owner_gone.py\n"
    assert main(["--check"], str(folder)) == 0
    assert capsys.readouterr().out == ""
    assert (folder / "owner_kept.py").exists()
    assert (folder / "actions_cache.py").read_bytes() == (ROOT / "synth" / "bindings" / "actions_cache.py").read_bytes()


def test_a_collection_that_cannot_be_read_is_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "facts.json").write_text("{", "utf-8")
    with pytest.raises(SystemExit) as caught:
        main(["--facts", str(tmp_path / "facts.json")])
    assert caught.value.code == 2
    assert "facts.json: Expecting property name" in capsys.readouterr().err
