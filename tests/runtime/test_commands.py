"""Text from elsewhere never becomes a command, an output or markup."""

from __future__ import annotations

import io
import re
from pathlib import Path

from synth.runtime.commands import annotation, cell, log, write_outputs

HOSTILE = "::error::x\r\n::set-output name=a::b|<img src=x>[a](http://e.com)@here `x`\x1b[31m\u202e"


def test_an_annotation_is_one_line_whatever_it_says() -> None:
    assert "::error title=a%3A b::50%25%0D%0A::x" == annotation("error", "50%\r\n::x", "a: b")


def test_a_log_line_cannot_begin_a_command() -> None:
    out = io.StringIO()
    log(HOSTILE, out)
    log("##[group]x", out)
    lines = out.getvalue().splitlines()
    assert 2 == len(lines)
    assert not [line for line in lines if line.startswith(("::", "##["))]
    assert "\x1b" not in out.getvalue()


def test_an_output_cannot_end_itself_early(tmp_path: Path) -> None:
    path = tmp_path / "out"
    write_outputs(str(path), {"reason": "a\nghsynth_\nevil=1"})
    found = re.fullmatch(r"reason<<(ghsynth_[0-9a-f]{32})\na\nghsynth_\nevil=1\n\1\n", path.read_text())
    assert found


def test_a_cell_holds_no_markup() -> None:
    text = cell(HOSTILE)
    assert not re.search(r"(?<!\\)[|`\[\]()]|[<>@\n\r\x1b]|://", text)
