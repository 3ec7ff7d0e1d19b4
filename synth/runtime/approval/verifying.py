"""Whether a chain is as it was written."""

from __future__ import annotations

from synth.runtime.approval.chain import first_broken
from synth.runtime.approval.ended import Ended
from synth.runtime.github_api import GitHubError
from synth.runtime.verdict import Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.approval.inputs import Options
    from synth.runtime.approval.kept import DeploymentChain, FileChain


def verify(options: Options, kept: FileChain | DeploymentChain) -> Ended:
    try:
        entries = kept.entries()
    except (GitHubError, OSError) as error:
        return Ended(Verdict("inconclusive", f"the chain cannot be read: {error}"))
    broken = first_broken(entries, options.expected_hash)
    if broken is not None:
        return Ended(Verdict("failed", f"entry {broken.number} {broken.why}"))
    if not entries:
        return Ended(Verdict("inconclusive", "there is no entry: the chain was never written, or all of it was taken away"))
    count = f"{len(entries)} {'entry' if len(entries) == 1 else 'entries'}"
    return Ended(Verdict("passed", f"{count}, all as they were written"), entry=entries[-1])
