"""The scripts that run on a machine. `DIRECTORY/releases/ID` are releases, `current` links to the one that runs, `good` to the last verified one.

Each is POSIX sh with GNU coreutils, and each can be run again after it broke off.
"""

from __future__ import annotations

import re
from shlex import quote
from typing import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.ec2.inputs import Wanted

RELEASE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")
CURRENT_IS_NO_LINK, RESTART_FAILED, DAMAGED = 71, 72, 73


class Standing(NamedTuple):
    """What a machine has: ids of releases, empty for none."""

    current: str
    good: str

    def previous(self, release: str) -> str:
        """Where to go back to from the release: the last verified one, or else the one that runs; empty when there is none."""
        return next((one for one in (self.good, self.current) if one and one != release), "")


def look(directory: str) -> str:
    """Says what `current` and `good` link to, a line each."""
    return (
        f"cd {quote(directory)} 2>/dev/null || exit 0\n"
        f"if [ -e current ] && [ ! -L current ]; then exit {CURRENT_IS_NO_LINK}; fi\n"
        'for link in current good; do if [ -d "$link" ]; then echo "$link=$(readlink "$link")"; fi; done\n'
    )


def standing(said: str) -> Standing:
    """What `look` said. A link to elsewhere than `releases/` is none."""
    links = dict(re.findall(r"^(current|good)=(?:.*/)?releases/([^/\n]+)/?$", said, re.MULTILINE))
    known = {name: one for name, one in links.items() if RELEASE.fullmatch(one)}
    return Standing(known.get("current", ""), known.get("good", ""))


def unpack(wanted: Wanted, digest: str) -> str:
    """Makes the release of the archive on standard input, whole or not at all."""
    damaged = f'echo "the archive arrived damaged" >&2; exit {DAMAGED}'
    archive = f'cat > "$new.archive"\necho "{digest}  $new.archive" | sha256sum -c --status || {{ {damaged}; }}\n'
    archive += 'tar --no-same-owner -xf "$new.archive" -C "$new"\n'
    return _made(wanted, archive)


def describe(wanted: Wanted) -> str:
    """Makes a release that is an image reference, which the restart command finds in $IMAGE and in the file IMAGE."""
    return _made(wanted, f'printf "%s\\n" {quote(wanted.image)} > "$new/IMAGE"\n')


def switch(wanted: Wanted, release: str) -> str:
    """Has `current` link to the release, by one rename, and restarts."""
    return (
        f"set -eu\ncd {quote(wanted.directory)}\ntest -d {quote('releases/' + release)}\n"
        f"ln -sfn {quote('releases/' + release)} .current.new\nmv -T .current.new current\n"
        f"cd current\nRELEASE={quote(release)}\nIMAGE=\nif [ -f IMAGE ]; then IMAGE=$(cat IMAGE); fi\nexport RELEASE IMAGE\n"
        f"/bin/sh -c {quote(wanted.restart)} || exit {RESTART_FAILED}\n"
    )


def settle(wanted: Wanted) -> str:
    """Marks the release as verified and removes the oldest ones, never `current` and `good`."""
    return (
        f"set -eu\ncd {quote(wanted.directory)}\nln -sfn {quote('releases/' + wanted.release)} .good.new\nmv -T .good.new good\n"
        'cd releases\nkept=0\nls -1t | while IFS= read -r one; do\n  kept=$((kept + 1))\n  case "$one" in\n'
        f"    {quote(wanted.release)}) ;;\n"
        f'    *) if [ "$kept" -gt {wanted.keep} ] && [ "$one" != "$(basename "$(readlink ../current)")" ]; then rm -rf -- "./$one"; fi ;;\n'
        "  esac\ndone\n"
    )


def _made(wanted: Wanted, how: str) -> str:
    final = quote(f"releases/{wanted.release}")
    return (
        f"set -eu\numask 022\nmkdir -p {quote(wanted.directory + '/releases')}\ncd {quote(wanted.directory)}\n"
        f'rm -rf releases/.new-*\nnew="$(mktemp -d releases/.new-XXXXXX)"\ntrap \'rm -rf "$new" "$new.archive"\' EXIT\nchmod 755 "$new"\n'
        f'{how}touch "$new"\nrm -rf {final}\nmv -T "$new" {final}\n'
    )
