"""Makes docs/pictures/comment-{light,dark}.png: the example's comment in a browser.

    python -m tests.compare.render.pictures [--mermaid mermaid.min.js] [--browser chromium] [--folder docs/pictures] [comment.md]

Mermaid is not among the tools of this repository (`npm pack mermaid@11` has the file); without it the picture of the jobs is shown as its text.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import tempfile
from pathlib import Path

from synth.compare.render.markdown import markdown
from tests.compare.render.example import HEAD, PIPELINE
from tests.compare.render.rendered import html

WIDTH = 900
SHEET = Path(__file__).with_name("comment.css")
DOTS = {"🔴": "danger", "🟡": "caution", "🔵": "info"}  # not every machine has a font with these
HEIGHT = "<script>addEventListener('load', () => setTimeout(() => { document.body.dataset.height = document.documentElement.scrollHeight }, 1500))</script>"


def page(body: str, theme: str, mermaid: Path | None) -> str:
    """The comment as a page of its own."""
    for sign, name in DOTS.items():
        body = body.replace(sign, f'<span class="dot {name}"></span>')
    script = ""
    if mermaid is not None:
        body = re.sub(r'<pre lang="mermaid"><code>(.*?)</code></pre>', r'<pre class="mermaid">\1</pre>', body, flags=re.DOTALL)
        look = "dark" if theme == "dark" else "default"
        script = f'<script src="{mermaid.resolve().as_uri()}"></script><script>mermaid.initialize({{startOnLoad: true, theme: "{look}"}})</script>'
    body = re.sub(r'(?<=<pre lang="diff"><code>)(.*?)(?=</code></pre>)', _coloured, body, flags=re.DOTALL)
    return f'<!doctype html><meta charset="utf-8"><style>{SHEET.read_text()}</style><body class="{theme}"><main>{body}</main>{script}{HEIGHT}'


def taken(text: str, picture: Path, theme: str, browser: str, mermaid: Path | None) -> None:
    """The page as high as it is."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "comment.html")
        file.write_text(page(html(text), theme, mermaid))
        ask = [browser, "--headless", "--no-sandbox", "--hide-scrollbars", "--virtual-time-budget=5000", f"--user-data-dir={folder}/profile"]
        shown = subprocess.run(
            [*ask, f"--window-size={WIDTH},100", "--dump-dom", file.as_uri()], capture_output=True, text=True, check=True, timeout=120
        ).stdout
        found = re.search(r'data-height="(\d+)"', shown)
        height = int(found[1]) if found else 2_000
        taking = [*ask, f"--window-size={WIDTH},{height}", f"--screenshot={picture.resolve()}", file.as_uri()]
        subprocess.run(taking, capture_output=True, check=True, timeout=120)


def _coloured(diff: re.Match[str]) -> str:
    names = {"+": "new", "-": "gone", "@": "at"}
    return "\n".join([f'<span class="{names[line[0]]}">{line}</span>' if line[:1] in names else line for line in diff[0].split("\n")])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("comment", nargs="?", type=Path)
    parser.add_argument("--mermaid", type=Path)
    parser.add_argument("--browser", default="chromium")
    parser.add_argument("--folder", type=Path, default=Path("docs/pictures"))
    given = parser.parse_args()
    text = given.comment.read_text() if given.comment else markdown(PIPELINE, HEAD)
    given.folder.mkdir(parents=True, exist_ok=True)
    for theme in ("light", "dark"):
        taken(text, given.folder / f"comment-{theme}.png", theme, given.browser, given.mermaid)


if __name__ == "__main__":
    main()
