"""What a concurrency group does: what it cancels, and what waits.

https://docs.github.com/actions/how-tos/write-workflows/choose-when-workflows-run/control-workflow-concurrency
"""

from __future__ import annotations

from synth.expr.evaluate import EvaluationError
from synth.simulate.texts import filled, text
from synth.simulate.unknown import truth
from synth.simulate.values import Held

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.model import Concurrency
    from synth.simulate.partly import Partly


def held(concurrency: Concurrency | None, partly: Partly) -> Held | None:
    """The group and what being in it means; None without one."""
    if concurrency is None:
        return None
    group = text(concurrency.group, partly)
    if group == "":
        return None
    try:
        cancels = truth(filled(concurrency.cancel_in_progress, partly))
    except EvaluationError:
        cancels = None
    if cancels is None:
        return Held(group=group, written=concurrency.group, does="cancels what is in progress there, or waits for it: unknown at this point")
    if cancels:
        return Held(group=group, written=concurrency.group, does="cancels what is in progress there")
    if text(concurrency.queue, partly) == "max":
        return Held(group=group, written=concurrency.group, does="waits behind all that is in progress or waits there")
    return Held(group=group, written=concurrency.group, does="waits for what is in progress there, and takes the place of what already waits")
