"""Which Java a project is built with, whatever builds it."""

from __future__ import annotations

import re

from synth.detect.defaults import JAVA
from synth.detect.javascript import base_image
from synth.detect.tree import parents, within

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.detect.found import Gathering
    from synth.detect.tree import Tree


def version(tree: Tree, folder: str, declared: Sequence[tuple[str, str, str]], gathered: Gathering) -> None:
    """Adds the version of Java: a file that names it, else the build's own (pairs of path and pattern, and a reason), else the image's."""
    for place in (folder, *parents(folder)):
        path = within(place, ".java-version")
        if text := (tree.text(path) or "").strip():
            gathered.add("java_file", path, f"{path}:1", f"says {text}, and setup-java reads it")
            return
        for name, pattern in ((".sdkmanrc", r"^java=(?:\D*)(\d+)"), (".tool-versions", r"^java\s+\D*(\d+)")):
            if found := re.search(pattern, tree.text(within(place, name)) or "", re.MULTILINE):
                gathered.add("java", found[1], tree.at(within(place, name), r"^java"), "names the version")
                return
    for path, pattern, why in declared:
        if found := re.search(pattern, tree.text(path) or "", re.MULTILINE):
            said = found[1].removeprefix("1.").removeprefix("1_")
            gathered.add("java", said, tree.at(path, pattern), why)
            return
    for image in ("eclipse-temurin", "amazoncorretto", "openjdk", "azul/zulu-openjdk"):
        hint, where = base_image(tree, folder, image)
        if hint:
            gathered.add("java", hint.partition(".")[0], where, "the image has this version")
            return
    gathered.add("java", JAVA, folder, "no file says a version, so it is the default")
