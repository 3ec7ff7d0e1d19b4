"""Shell text with placeholders: finds them, refuses the places where a quoted variable would not hold, and names the variables."""

from __future__ import annotations

import re

from synth.expr.literal import ExpressionError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

# Variables that the shell sets or that the shell, the loader, git or a language reads; a value there would get lost or change how the script runs
_OWNED = frozenset(
    "BASH BASHOPTS BASHPID CDPATH CI COLUMNS COMP_WORDBREAKS COPROC DIRSTACK EDITOR ENV EPOCHREALTIME EPOCHSECONDS EUID EXECIGNORE FIGNORE "
    "FUNCNAME GIT_ASKPASS GIT_DIR GIT_EDITOR GIT_EXEC_PATH GIT_EXTERNAL_DIFF GIT_PAGER GIT_PROXY_COMMAND GIT_SSH GIT_SSH_COMMAND "
    "GIT_TEMPLATE_DIR GIT_WORK_TREE GLOBIGNORE GROUPS HISTCMD HISTFILE HOME HOSTNAME HOSTTYPE IFS JAVA_TOOL_OPTIONS LANG LINENO LINES LOGNAME "
    "MACHTYPE MAIL MAPFILE NODE_OPTIONS NODE_PATH OLDPWD OPTARG OPTERR OPTIND OSTYPE PAGER PATH PERL5LIB PERL5OPT PIPESTATUS POSIXLY_CORRECT "
    "PPID PROMPT_COMMAND PS0 PS1 PS2 PS3 PS4 PWD RANDOM REPLY RUBYLIB RUBYOPT SECONDS SHELL SHELLOPTS SHLVL SRANDOM TERM TIMEFORMAT TMOUT "
    "TMPDIR UID USER USERNAME VISUAL _".split()
)
_OWNED_PREFIXES = ("ACTIONS_", "BASH_", "DYLD_", "GITHUB_", "GIT_CONFIG", "INPUT_", "LC_", "LD_", "NPM_CONFIG_", "PIP_", "PYTHON", "RUNNER_")

_mark = re.compile(r"""[\\"'`$#<(){}\]\n]|\b(?:case|esac)\b""").search
_PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}").match
_ARITHMETIC = ("$((", "((", "$[", "(arithmetic")
_LEADS = frozenset("if then else elif while until do for time".split())  # a command may follow, as it may after one of these:
_LEADING_MARKS = "\n;&|({!`)"


def variable(placeholder: str) -> str:
    """The environment variable that carries a placeholder's value. Raises ExpressionError for one that is not free."""
    name = placeholder.upper()
    if name in _OWNED or name.startswith(_OWNED_PREFIXES):
        raise ExpressionError(f"the placeholder {{{placeholder}}} would set the variable {name}, which the shell or the runner owns: rename it")
    return name


def fill(script: str, names: Collection[str]) -> str:
    """The script with `"$NAME"` for each placeholder `{name}` of `names`; other braces are left to the shell.

    Raises ExpressionError when a name has no placeholder, when two differ only in case, and for a placeholder where the added quotes would
    end the quoting or be taken literally (quotes, here-documents, backquotes, `${...}`) or where the shell evaluates even a quoted value
    (arithmetic, `eval`, `let`, subscripts, numeric comparisons in `[[ ]]`).
    """
    variables: dict[str, str] = {}
    for name in names:
        made = variable(name)
        if made in variables.values():
            raise ExpressionError(f"two placeholders would set the variable {made}: rename {{{name}}}")
        variables[name] = made
    return _Reader(script, variables).filled()


class _Reader:
    """Reads shell text from one mark to the next. `nesting` holds what is open: quotes, brackets and `case`, each by what opened it."""

    def __init__(self, script: str, variables: Mapping[str, str]) -> None:
        self.script = script
        self.variables = variables
        self.nesting: list[str] = []
        self.waiting: list[tuple[str, bool]] = []  # here-documents whose text begins on the next line: end word, whether tabs before it go
        self.used: set[str] = set()

    def filled(self) -> str:
        script, out, done, at = self.script, [], 0, 0
        while match := _mark(script, at):
            start = match.start()
            if match[0] == "{" and (found := _PLACEHOLDER(script, start)) and found[1] in self.variables:
                self.check(start, found.end(), found[0])
                self.used.add(found[1])
                out.append(f'{script[done:start]}"${self.variables[found[1]]}"')
                done = at = found.end()
            else:
                at = self.passed(match[0], start)
        if unused := sorted(self.variables.keys() - self.used):
            raise ExpressionError(f"run() got {', '.join(f'{name}=' for name in unused)} but the script has no {{{unused[0]}}}")
        for quote in self.nesting:
            if quote in ('"', "`"):
                raise ExpressionError(f"the script opens {quote} and does not close it, so it is not known what its placeholders stand in")
        return "".join([*out, script[done:]])

    def passed(self, mark: str, at: int) -> int:
        """Where to read on after a mark that is no placeholder."""
        script, nesting, after = self.script, self.nesting, at + len(mark)
        inside = nesting[-1] if nesting else ""
        if mark == "\\":
            return after + 1
        if mark == inside == '"' or mark == inside == "`" or (mark, inside) in _CLOSES:
            nesting.pop()
            return after + (inside in ("$((", "((") and script.startswith(")", after))
        if mark == '"' or mark == "`":
            nesting.append(mark)
        elif mark == "$":
            return self.dollar(after, inside)
        elif mark == "\n" and self.waiting and inside != '"':
            return self.heredocs(after)
        elif inside in ('"', '"${'):
            pass
        elif mark == "'":
            return self.literal(after, script.find("'", after) + 1, "single quotes")
        elif inside == "${":
            pass
        elif mark == "(":
            arithmetic = inside in _ARITHMETIC
            twice = not arithmetic and script.startswith("(", after) and self.begins_command(at)
            nesting.append("((" if twice else "(arithmetic" if arithmetic else "(")
            return after + twice
        elif inside in _ARITHMETIC:
            pass
        elif mark == "#" and (at == 0 or script[at - 1] in " \t\n;&|()<>"):
            end = re.compile("[\n`]" if inside == "`" else "\n").search(script, after)
            return end.start() if end else len(script)
        elif mark == "<" and script.startswith("<", after):
            return after + 2 if script.startswith("<<", after) else self.heredoc(after + 1)
        elif mark == "case" and self.begins_command(at):
            nesting.append("case")
        return after

    def dollar(self, after: int, inside: str) -> int:
        script = self.script
        if script.startswith("'", after) and inside not in ('"', '"${'):
            end = re.compile(r"(?:[^'\\]|\\.)*'", re.DOTALL).match(script, after + 1)
            return self.literal(after + 1, end.end() if end else 0, "single quotes")
        for opening in ("((", "(", "{", "["):
            if script.startswith(opening, after):
                # in double quotes the single quotes of ${x:-'y'} are themselves, those of ${x#'y'} are quotes
                default = opening == "{" and inside in ('"', '"${') and re.compile(r"\{\w+(?:\[[^]]*\])?:?[-=+?]").match(script, after)
                self.nesting.append('"${' if default else "$" + opening if opening != "(" else "(")
                return after + len(opening)
        return after + script.startswith("#", after)

    def literal(self, start: int, end: int, where: str) -> int:
        """Passes a stretch that the shell takes as it is; `end` is 0 when it does not end."""
        end = end or len(self.script)
        for name in self.variables:
            if (found := self.script.find(f"{{{name}}}", start, end)) >= 0:
                raise self.refused(found, f"{{{name}}}", where)
        return end

    def heredoc(self, after: int) -> int:
        """Notes a here-document; its end word may be quoted in parts."""
        found = re.compile(r"""(-?)[ \t]*((?:[^\s"'\\;&|<>()]|\\.|"[^"]*"|'[^']*')+)""").match(self.script, after)
        if found is None:
            return after
        self.waiting.append((re.sub(r"""["'\\]""", "", found[2]), found[1] == "-"))
        return found.end()

    def heredocs(self, start: int) -> int:
        """Passes the text of the here-documents that begin here, up to the end of the last end word."""
        end = start
        for word, tabs in self.waiting:
            found = re.compile(rf"^{chr(9) + '*' if tabs else ''}{re.escape(word)}$", re.MULTILINE).search(self.script, end)
            end = found.end() if found else len(self.script)
        self.waiting.clear()
        return self.literal(start, end, "a here-document")

    def begins_command(self, at: int) -> bool:
        """Whether what stands there is the first word of a command."""
        before = self.script[:at].rstrip(" \t")
        return not before or before[-1] in _LEADING_MARKS or before[-8:].split()[-1] in _LEADS

    def check(self, start: int, end: int, placeholder: str) -> None:
        """Raises ExpressionError when a quoted variable would not hold in this place."""
        nesting, script = self.nesting, self.script
        inside = nesting[-1] if nesting else ""
        if "`" in nesting:
            raise self.refused(start, placeholder, "backquotes")
        if inside == '"':
            raise self.refused(start, placeholder, "double quotes")
        if inside in ("${", '"${'):
            raise self.refused(start, placeholder, "${...}")
        if inside in _ARITHMETIC:
            raise self.evaluated(start, placeholder, "arithmetic")
        line = script[max(script.rfind("\n", 0, start) + 1, 0) : start]
        command = re.split(r"[;&|({]", line)[-1]
        if found := re.match(r"\s*(?:(?:if|then|else|elif|while|until|do|!)\s+)*(eval|let|(?:declare|typeset|local)\s+-\w*i\w*)\s", command):
            raise self.evaluated(start, placeholder, found[1])
        if found := re.match(r"\s*(unset|declare|typeset|local)\s(?:.*\s)?$|.*\b(printf\s+-v)\s+$", command):
            raise self.evaluated(start, placeholder, found[1] or found[2])
        if re.search(r"\w\[[^]\s]*$", line):
            raise self.evaluated(start, placeholder, "a subscript")
        compared = re.search(r"-(?:eq|ne|lt|le|gt|ge|v)\s+$", line) or re.compile(r"\s+-(?:eq|ne|lt|le|gt|ge)\b").match(script, end)
        if compared and line.rfind("[[") > line.rfind("]]"):
            raise self.evaluated(start, placeholder, "a numeric comparison in [[ ]]", "; [ ] does not")
        if re.search(r"(?:\btest|\[)\s+-v\s+$", line):
            raise self.evaluated(start, placeholder, "-v")

    def refused(self, at: int, placeholder: str, where: str) -> ExpressionError:
        name = placeholder[1:-1].upper()
        return ExpressionError(
            f"{self.located(at, placeholder)} stands inside {where}; it is quoted already, so close the quotes before it"
            + (f', or use the variable: env={{"{name}": ...}} and ${name}' if where != "single quotes" else "")
        )

    def evaluated(self, at: int, placeholder: str, where: str, advice: str = "") -> ExpressionError:
        name = placeholder[1:-1]
        return ExpressionError(
            f"{self.located(at, placeholder)} stands in {where}, where the shell runs what a value holds, $(...) and all{advice}. "
            f"Check the value first: {name}={placeholder}; case ${name} in ''|*[!0-9]*) exit 2;; esac; then use ${name}"
        )

    def located(self, at: int, placeholder: str) -> str:
        return f"{placeholder} on line {self.script.count(chr(10), 0, at) + 1} of the script"


_CLOSES = {(")", "("), (")", "(arithmetic"), (")", "$(("), (")", "(("), ("}", "${"), ("}", '"${'), ("]", "$["), ("esac", "case")}
