"""Shell text with placeholders: finds them, refuses the places where a quoted variable would not hold, and names the variables."""

from __future__ import annotations

import re

from synth.expr.tree import ExpressionError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

# Variables that the shell, the loader or the runner reads; a value there would change how the script runs
_OWNED = frozenset(
    "BASH BASHOPTS BASH_ENV CDPATH CI EDITOR ENV EUID FUNCNAME GLOBIGNORE HISTFILE HOME HOSTNAME IFS LANG LINENO LOGNAME MAIL OLDPWD OPTARG OPTIND "
    "PATH PIPESTATUS PPID PROMPT_COMMAND PS1 PS2 PS3 PS4 PWD RANDOM SECONDS SHELL SHELLOPTS SHLVL TERM TMPDIR UID USER USERNAME "
    "NODE_OPTIONS NODE_PATH PERL5LIB PERL5OPT RUBYLIB RUBYOPT GIT_SSH GIT_SSH_COMMAND JAVA_TOOL_OPTIONS".split()
)
_OWNED_PREFIXES = ("ACTIONS_", "BASH_", "DYLD_", "GITHUB_", "GIT_CONFIG", "INPUT_", "LC_", "LD_", "PYTHON", "RUNNER_")

_TOKEN = re.compile(
    r"""(?P<escape>\\.)
    |(?P<heredoc><<-?\s*(?P<quote>["']?)(?P<word>[A-Za-z_]\w*)(?P=quote))
    |(?P<ansi>\$'(?:[^'\\]|\\.)*')
    |(?P<dollar>\$\(\(?)
    |(?P<parameter>\$\{[^}]*\})
    |(?P<placeholder>\{[A-Za-z_]\w*\})
    |(?P<comment>(?:^|(?<=[\s;(]))\#[^\n]*)
    |(?P<char>["'`()\n])""",
    re.VERBOSE | re.DOTALL,
)


def variable(placeholder: str) -> str:
    """The environment variable that carries a placeholder's value. Raises ExpressionError for one that is not free."""
    name = placeholder.upper()
    if name in _OWNED or name.startswith(_OWNED_PREFIXES):
        raise ExpressionError(f"the placeholder {{{placeholder}}} would set the variable {name}, which the shell or the runner owns: rename it")
    return name


def fill(script: str, names: Collection[str]) -> str:
    """The script with `"$NAME"` for each placeholder `{name}` of `names`; other braces are left to the shell.

    Raises ExpressionError when a name has no placeholder, and for a placeholder inside quotes, a here-document or backquotes, where the
    added quotes would end the quoting or be taken literally.
    """
    variables = {name: variable(name) for name in names}
    out: list[str] = []
    used: set[str] = set()
    nesting: list[str] = []  # open double quotes, backquotes and brackets
    waiting: list[str] = []  # end words of here-documents whose text begins on the next line
    at = 0
    while match := _TOKEN.search(script, at):
        out.append(script[at : match.start()])
        token, at = match[0], match.end()
        inside = nesting[-1] if nesting else ""
        literal, where = "", ""  # a stretch that the shell takes as it is
        if match["placeholder"] and token[1:-1] in variables:
            if inside in ('"', "`"):
                raise _refused(script, match.start(), token, "double quotes" if inside == '"' else "backquotes")
            used.add(token[1:-1])
            token = f'"${variables[token[1:-1]]}"'
        elif match["dollar"]:
            nesting.extend("(" * (len(token) - 1))
        elif match["word"] and inside != '"':
            waiting.append(match["word"])
        elif match["ansi"] and inside != '"':
            literal, where = token, "single quotes"
        elif token == "\n" and waiting:
            literal, where = _heredoc(script, at, waiting), "a here-document"
            waiting.clear()
        elif token == "'" and inside != '"':
            literal, where = script[at : script.find("'", at) + 1 or len(script)], "single quotes"
        elif token in ('"', "`"):
            nesting.pop() if inside == token else nesting.append(token)
        elif token == "(" and inside != '"':
            nesting.append("(")
        elif token == ")" and inside == "(":
            nesting.pop()
        for name in variables:
            if f"{{{name}}}" in literal:
                raise _refused(script, at + literal.index(f"{{{name}}}"), f"{{{name}}}", where)
        if literal is not token:
            out.append(token)
            at += len(literal)
        out.append(literal)
    out.append(script[at:])
    if missing := sorted(variables.keys() - used):
        raise ExpressionError(f"run() got {', '.join(f'{m}=' for m in missing)} but the script has no {{{missing[0]}}}")
    return "".join(out)


def _heredoc(script: str, start: int, words: list[str]) -> str:
    """The text of the here-documents that begin at `start`, up to and with their last end word."""
    at = start
    for word in words:
        end = re.compile(rf"^\t*{re.escape(word)}$", re.MULTILINE).search(script, at)
        if end is None:
            return script[start:]
        at = end.end()
    return script[start:at]


def _refused(script: str, at: int, placeholder: str, where: str) -> ExpressionError:
    line = script.count("\n", 0, at) + 1
    name = placeholder[1:-1]
    return ExpressionError(
        f"{placeholder} on line {line} of the script stands inside {where}; it is quoted already, so close the quotes before it"
        + (f', or use the variable: env={{"{name.upper()}": ...}} and ${name.upper()}' if where != "single quotes" else "")
    )
