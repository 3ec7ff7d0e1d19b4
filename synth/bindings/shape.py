"""What a person says about an action beside its facts: the kinds of its inputs and the correction that makes a binding of it."""

from __future__ import annotations

from synth.record import Record, field, positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@positional
class Kind(Record):
    """What an input takes: the annotation of its parameter, and the function of `synth.bindings.lists` that makes one text of a list."""

    annotation: str
    joined: str = ""

    def of(self, names: str) -> dict[str, Kind]:
        """This kind for each input that the text names, for `Correction.kinds`."""
        return dict.fromkeys(names.split(), self)


TEXT = Kind("Text")
TRUTH = Kind("Truth")
NUMBER = Kind("int | Expr[int]")
LINES = Kind("Text | Sequence[Text]", "lines")
COMMAS = Kind("Text | Sequence[Text]", "commas")


def choice(*values: str) -> Kind:
    """One of the values, or an expression. Only for sets that the action itself closes."""
    return Kind(f"Literal[{', '.join(_quoted(v) for v in values)}] | Expr[str]")


def either(*kinds: Kind) -> Kind:
    return Kind(" | ".join(kind.annotation for kind in kinds))


@positional
class Scope(Record):
    """A permission that the action needs and why; with `given` only when that input has a value, its default included, that `unless` does not name.

    An input that takes truth asks for it with true only. A value that only the runner knows asks for it.
    """

    name: str
    level: str
    reason: str
    given: str = ""
    unless: Sequence[str] = ()


@positional
class Correction(Record):
    """The binding of one action. What `kinds` does not name takes text; `defaults` and `required` are ours, on top of the action's.

    `beside_credentials`: whether it may run in a job that holds credentials or can get them. `deprecated`: what to do instead of giving an
    input that the action deprecates, in its file's own key or in prose. `internal`: inputs through which the runner or the action's tests
    talk to it. A binding has none of both. `more_outputs`: why the step has outputs that the action's file does not declare.
    `unbound`: why there is no binding, and only the facts are kept.
    """

    function: str
    description: str
    beside_credentials: bool
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    defaults: Mapping[str, str | bool | int] = field(default_factory=dict)
    required: Sequence[str] = ()
    scopes: Sequence[Scope] = ()
    deprecated: Mapping[str, str] = field(default_factory=dict)
    internal: Sequence[str] = ()
    more_outputs: str = ""
    unbound: str = ""


def _quoted(value: str) -> str:
    return f'"{value}"'
