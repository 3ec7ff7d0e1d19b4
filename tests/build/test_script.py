"""Placeholders in shell text: every place where they hold and every place where they are refused, and what bash makes of the result."""

from __future__ import annotations

import contextlib
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from synth.build.script import fill, variable
from synth.expr import ExpressionError

bash = shutil.which("bash")
needs_bash = pytest.mark.skipif(bash is None, reason="bash is not here")

FILLED = {
    "a word": ("echo {a}", 'echo "$A"'),
    "part of a word": ("echo --tag={a}/x{b}", 'echo --tag="$A"/x"$B"'),
    "twice": ("echo {a}{a}", 'echo "$A""$A"'),
    "an assignment": ("x={a} y={b}", 'x="$A" y="$B"'),
    "an array": ("x=({a} {b})", 'x=("$A" "$B")'),
    "after quotes": ("echo \"it's\" 'a \"b' {a}", 'echo "it\'s" \'a "b\' "$A"'),
    "after an escaped quote": ("echo \\\" \\' {a}", 'echo \\" \\\' "$A"'),
    "after escapes in double quotes": ('echo "\\"" {a}', 'echo "\\"" "$A"'),
    "after a backslash at the end of quotes": ("echo 'x\\' {a}", "echo 'x\\' \"$A\""),
    "after ANSI-C quotes": ("echo $'it\\'s \\\\' {a}", "echo $'it\\'s \\\\' \"$A\""),
    "a dollar before a quote in double quotes": ("echo \"5$'\" {a} '\"'", "echo \"5$'\" \"$A\" '\"'"),
    "after a locale string": ('echo $"hello" {a}', 'echo $"hello" "$A"'),
    "a command in double quotes": ('echo "x $(tr a b {a}) y"', 'echo "x $(tr a b "$A") y"'),
    "a command in a command in quotes": ('echo "$(echo "$(cat {a})")" {b}', 'echo "$(echo "$(cat "$A")")" "$B"'),
    "a subshell": ("(cd {a} && (ls {b}))", '(cd "$A" && (ls "$B"))'),
    "a process substitution": ("diff <(cat {a}) <(cat {b})", 'diff <(cat "$A") <(cat "$B")'),
    "a redirection": ("cat <{a} >{b} 2>&1", 'cat <"$A" >"$B" 2>&1'),
    "a here-string": ("cat <<<{a} <<< {b}", 'cat <<<"$A" <<< "$B"'),
    "after a here-string": ("cat <<< word\necho {a}", 'cat <<< word\necho "$A"'),
    "after a here-document": ("cat <<EOF\nit's $x\nEOF\necho {a}", 'cat <<EOF\nit\'s $x\nEOF\necho "$A"'),
    "beside a here-document": ("cat <<'EOF' >{a}\n\"\nEOF\n", "cat <<'EOF' >\"$A\"\n\"\nEOF\n"),
    "after one with tabs": ("cat <<-END\n\tit's\n\tEND\necho {a}", 'cat <<-END\n\tit\'s\n\tEND\necho "$A"'),
    "a tab before the end word": ("cat <<END\n\tEND\n'\nEND\necho {a}", 'cat <<END\n\tEND\n\'\nEND\necho "$A"'),
    "after two": ("cat <<A - <<'B C'\n'\nA\n\"\nB C\necho {a}", 'cat <<A - <<\'B C\'\n\'\nA\n"\nB C\necho "$A"'),
    "after one with an escaped word": ("cat <<\\EOF\n'\nEOF\necho {a}", "cat <<\\EOF\n'\nEOF\necho \"$A\""),
    "after one with an odd word": ("cat << E-1.x\n'\nE-1.x\necho {a}", "cat << E-1.x\n'\nE-1.x\necho \"$A\""),
    "after a shift": ("x=$((1<<y))\necho {a}\ny", 'x=$((1<<y))\necho "$A"\ny'),
    "after a comment": ("# don't {a}\necho {a} # it's\necho {b}", '# don\'t {a}\necho "$A" # it\'s\necho "$B"'),
    "a hash in quotes": ('echo "a # b\'s" {a}', 'echo "a # b\'s" "$A"'),
    "a hash in a word": ("echo a#'b' ${#x} $# {a}", "echo a#'b' ${#x} $# \"$A\""),
    "a hash after a bracket": ("(echo x)# it's\necho {a}", '(echo x)# it\'s\necho "$A"'),
    "case": ("case {a} in x) echo {b};; 'y)'|(z)) ;; esac", 'case "$A" in x) echo "$B";; \'y)\'|(z)) ;; esac'),
    "a pattern of case": ("case x in {a}) ;; esac", 'case x in "$A") ;; esac'),
    "case in a command in quotes": ('echo "$(case x in a) echo {a};; esac)" {b}', 'echo "$(case x in a) echo "$A";; esac)" "$B"'),
    "a parameter with a default": ("echo ${x:-'}'} \"${x:-'}\" {a}", "echo ${x:-'}'} \"${x:-'}\" \"$A\""),
    "parameters with patterns": ("echo \"${x%\"}\"*}\" \"${x//\\'/_}\" \"${x#'}'}\" {a}", "echo \"${x%\"}\"*}\" \"${x//\\'/_}\" \"${x#'}'}\" \"$A\""),
    "nested parameters": ('echo "${x:-${y:-"z"}}" {a}', 'echo "${x:-${y:-"z"}}" "$A"'),
    "a parameter of the same name": ("echo ${a} {a} ${b:-x} {b}", 'echo ${a} "$A" ${b:-x} "$B"'),
    "other braces": ("echo {x,y} {1..3} {c} {} { {a} }", 'echo {x,y} {1..3} {c} {} { "$A" }'),
    "functions": ("f() { echo {a}; }\nf() ( echo {b} )", 'f() { echo "$A"; }\nf() ( echo "$B" )'),
    "a test": ("[[ {a} == x* && -f {b} ]]", '[[ "$A" == x* && -f "$B" ]]'),
    "a number in [ ]": ("[ {a} -eq 3 ] || test {b} -lt 2", '[ "$A" -eq 3 ] || test "$B" -lt 2'),
    "after arithmetic": ("((x = (1 + 2) * 3))\necho $(( (x) )) $[x] {a}", '((x = (1 + 2) * 3))\necho $(( (x) )) $[x] "$A"'),
    "a command in arithmetic": ("echo $(( $(wc -l <{a}) + 1 ))", 'echo $(( $(wc -l <"$A") + 1 ))'),
    "nested subshells": ("( (echo {a}) )", '( (echo "$A") )'),
    "local with a value": ("local x={a}", 'local x="$A"'),
    "printf -v": ("printf -v x %s {a}", 'printf -v x %s "$A"'),
    "after backquotes": ("x=`date '+%s'` y={a}", "x=`date '+%s'` y=\"$A\""),
    "a line that goes on": ("echo \\\n  {a}", 'echo \\\n  "$A"'),
    "an unknown name in quotes": ("echo '{c}' \"{d}\" {a}", "echo '{c}' \"{d}\" \"$A\""),
}  # fmt: skip


@pytest.mark.parametrize("name", FILLED)
def test_a_placeholder_becomes_a_quoted_variable(name: str) -> None:
    script, expected = FILLED[name]
    assert expected == fill(script, [n for n in ("a", "b") if f"{{{n}}}" in expected.replace('"$', "{").upper().lower() or f"{{{n}}}" in script])


CLOSE = "; it is quoted already, so close the quotes before it"
OTHERWISE = CLOSE + ', or use the variable: env={"A": ...} and $A'
EVALUATED = "Check the value first: a={a}; case $a in ''|*[!0-9]*) exit 2;; esac; then use $a"
RUNS = f", where the shell runs what a value holds, $(...) and all. {EVALUATED}"

REFUSED = {
    "double quotes": ('echo "x {a}"', "1 of the script stands inside double quotes" + OTHERWISE),
    "single quotes": ("echo 'x {a}'", "1 of the script stands inside single quotes" + CLOSE),
    "ANSI-C quotes": ("echo $'\\' {a}'", "1 of the script stands inside single quotes" + CLOSE),
    "double quotes after a hash": ('echo "# {a}"', "1 of the script stands inside double quotes" + OTHERWISE),
    "quotes in a command in quotes": ('\necho "$(echo "{a}")"', "2 of the script stands inside double quotes" + OTHERWISE),
    "quotes over lines": ("echo 'x\n\n{a}'", "3 of the script stands inside single quotes" + CLOSE),
    "backquotes": ("echo `cat {a}`", "1 of the script stands inside backquotes" + OTHERWISE),
    "a command in backquotes": ("echo `cat $(echo {a})`", "1 of the script stands inside backquotes" + OTHERWISE),
    "a here-document": ("cat <<EOF\n{a}\nEOF", "2 of the script stands inside a here-document" + OTHERWISE),
    "one that never ends": ("cat <<EOF\nx\n{a}", "3 of the script stands inside a here-document" + OTHERWISE),
    "the second of two": ("cat <<A <<B\nA\n{a}\nB", "3 of the script stands inside a here-document" + OTHERWISE),
    "one with an escaped word": ("cat <<\\EOF\n{a}\nEOF", "2 of the script stands inside a here-document" + OTHERWISE),
    "one with tabs": ("cat <<-'EOF'\n\t{a}\n\tEOF", "2 of the script stands inside a here-document" + OTHERWISE),
    "a parameter": ("echo ${x:-{a}}", "1 of the script stands inside ${...}" + OTHERWISE),
    "a parameter in quotes": ('echo "${x:-{a}}"', "1 of the script stands inside ${...}" + OTHERWISE),
    "arithmetic": ("echo $(({a} + 1))", "1 of the script stands in arithmetic" + RUNS),
    "nested arithmetic": ("echo $(( 2 * ({a} + 1) ))", "1 of the script stands in arithmetic" + RUNS),
    "an arithmetic command": ("for ((i = 0; i < {a}; i++)); do :; done", "1 of the script stands in arithmetic" + RUNS),
    "old arithmetic": ("echo $[{a} + 1]", "1 of the script stands in arithmetic" + RUNS),
    "let": ("x=1; let x={a}", "1 of the script stands in let" + RUNS),
    "eval": ("if eval {a}; then :; fi", "1 of the script stands in eval" + RUNS),
    "declare -i": ("declare -i x={a}", "1 of the script stands in declare -i" + RUNS),
    "declare": ("declare {a}", "1 of the script stands in declare" + RUNS),
    "unset": ("unset -v {a}", "1 of the script stands in unset" + RUNS),
    "printf -v": ("printf -v {a} x", "1 of the script stands in printf -v" + RUNS),
    "a subscript": ("x[{a}]=1", "1 of the script stands in a subscript" + RUNS),
    "test -v": ("[ -v {a} ]", "1 of the script stands in -v" + RUNS),
    "a number on the left": (
        "[[ {a} -gt 1 ]]",
        "1 of the script stands in a numeric comparison in [[ ]], where the shell runs what a value holds, $(...) and all; [ ] does not. "
        + EVALUATED,
    ),
    "a number on the right": (
        "[[ $x == y && 1 -le {a} ]]",
        "1 of the script stands in a numeric comparison in [[ ]], where the shell runs what a value holds, $(...) and all; [ ] does not. "
        + EVALUATED,
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_placeholder_is_refused_where_it_would_not_hold(name: str) -> None:
    script, message = REFUSED[name]
    with pytest.raises(ExpressionError) as caught:
        fill(script, ["a"])
    assert "{a} on line " + message == str(caught.value)


@pytest.mark.parametrize(
    ("script", "names", "message"),
    [
        ("echo {a}", ["a", "b", "c"], "run() got b=, c= but the script has no {b}"),
        ("echo # {a}", ["a"], "run() got a= but the script has no {a}"),
        ("echo \\{a}", ["a"], "run() got a= but the script has no {a}"),
        ("echo {a} {A}", ["a", "A"], "two placeholders would set the variable A: rename {A}"),
        ('echo {a} "', ["a"], 'the script opens " and does not close it, so it is not known what its placeholders stand in'),
    ],
)
def test_other_mistakes(script: str, names: list[str], message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        fill(script, names)
    assert message == str(caught.value)


@pytest.mark.parametrize(
    "name", "path Path PATH ld_preload github_token github_env bash_env ifs node_options pythonpath input_x runner_temp lc_all home _".split()
)
def test_names_that_the_shell_or_the_runner_owns_are_refused(name: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        variable(name)
    assert f"the placeholder {{{name}}} would set the variable {name.upper()}, which the shell or the runner owns: rename it" == str(caught.value)


@pytest.mark.parametrize(
    ("name", "expected"), [("image", "IMAGE"), ("role_arn", "ROLE_ARN"), ("pathname", "PATHNAME"), ("x1", "X1"), ("gh_token", "GH_TOKEN")]
)
def test_other_names_are_free(name: str, expected: str) -> None:
    assert expected == variable(name)


@needs_bash
def test_no_variable_that_bash_sets_is_free() -> None:
    told = subprocess.run([str(bash), "-c", "compgen -v"], env={}, capture_output=True, text=True, check=True)
    free = []
    for name in told.stdout.split():
        with contextlib.suppress(ExpressionError):
            free.append(variable(name))
    assert [] == free


# What bash makes of it

PIECES = ["$(touch HIT)", "`touch HIT`", "${HIT:=x}", "'", '"', "\\", "\n", "\r", "\t", " ", "; touch HIT;", "&& touch HIT", "| touch HIT", ">HIT", "$HOME", "*", "?", "~", "-n", "--", "-e", "#", "!", "é", "e\u0301", "😀", "\u2028", "%s", "\\n", "{a}", "a[$(touch HIT)]", "EOF", "\x01", "\x7f"]  # fmt: skip
NOISE = [
    "true 'a \"b' \"it's\"",
    "true # don't \"",
    "# it's `a comment` with \"quotes",
    "true $'it\\'s \"' \"5$'\" a\\'b \\\"",
    "cat >/dev/null <<EOF\nit's $HOME \"x\nEOF",
    "cat >/dev/null <<'E F' - <<-X\n'\"`$(\nE F\n\t\"\n\tX",
    "cat >/dev/null <<\\Q; true <<R\n'\nQ\n\"\nR",
    "cat >/dev/null <<<word",
    'cat >/dev/null <<< "it\'s"',
    "true $((1<<2)) $(( (1 + 2) * 3 )) $[1]",
    "((1 << 2))",
    'for ((i = 0; i < 2; i++)); do true "$i\'"; done',
    'case x in \'y)\') true;; (z) ;; x|"w") true "a)";; esac',
    'true ${u:-\'}\'} "${u:-\'}" "${u#\'}\'}" "${u%"}"*}" "${u//\\\'/_}" ${#u} $# $$',
    'true `echo \'a\'` "`echo "b"`"',
    "true {a,b} {1..3} a#b",
    "x=(1 'two)' \"three\")",
    'f() { true "# not\'a comment"; }; f',
    "[[ \"a'b\" == *\\'* && ( 1 -eq 1 ) ]]",
    "true \\\n  'continued'",
    "if true; then true; else false; fi; while false; do :; done",
    "{ true; }\n(true)\n! false",
]
HOLDERS = [
    "{0}",
    "( {0}\n)",
    "{{ {0}\n}}",
    'true "a $( {0}\n) \'b"',
    "x=$( {0}\n) y='\"'",
    "if true; then\n{0}\nfi",
    "case x in\n  (y) ;;\n  x) {0}\n  ;;\nesac",
    'true "$(case x in x) {0}\n;; esac)"',
    "g() {{\n{0}\n}}; g",
    "for i in 1; do\n{0}\ndone",
    "cat <( {0}\n) >/dev/null",
]
PROBES = [
    "p {v}",
    "p {v} # it's",
    "p \"\"{v}''",
    "y={v}; p \"$y\"",
    "z=({v} x); p \"${z[0]}\"",
    "[[ {v} == {v} ]] && p {v}",
    "case {v} in {v}) p {v};; *) p wrong;; esac",
    "for w in {v}; do p \"$w\"; done",
    "h() { p \"$1\"; }; h {v}",
    "q() { local y={v}; p \"$y\"; }; q",
    "printf -v y %s {v}; p \"$y\"",
    "y=\"$(printf %s. {v})\"; p \"${y%.}\"",
    "IFS= read -r -d '' y <<<{v} || true; p \"${y%?}\"",
]  # fmt: skip


MORE_HOLDERS = [*HOLDERS, 'true "${{none:-$( {0}\n)}}"', "true $(( $( {0}\n echo 1) + 1 ))"]


def test_random_scripts_are_read_as_they_were_made() -> None:
    """Their placeholders stand where a command's words stand, between every kind of quoting, so each of them becomes a variable."""
    pick = random.Random(20260731)
    for _ in range(1500):
        probes: list[str] = []
        script = "\n".join([_command(pick, MORE_HOLDERS, probes, 3) for _ in range(pick.randint(1, 4))])
        expected = script
        for name in probes:
            expected = expected.replace(f"{{{name}}}", f'"${name.upper()}"')
        assert expected == fill(script, set(probes))


@needs_bash
@pytest.mark.parametrize("seed", range(8))
def test_each_value_arrives_byte_for_byte_and_nothing_of_it_runs(seed: int, tmp_path: Path) -> None:
    """Random scripts around probes, which write what they are given to file descriptor 3."""
    pick = random.Random(seed)
    for round_ in range(20):
        probes: list[str] = []
        body = "\n".join([_command(pick, HOLDERS, probes, 2, documents=False) for _ in range(pick.randint(2, 5))])
        values = {name: "".join(pick.choices(PIECES, k=pick.randint(0, 5))) for name in sorted(set(probes))}
        filled = fill('u="a\'}b"\np() { printf \'%s\\0\' "$@" >&3; }\n' + body + "\n", values)
        folder = tmp_path / str(round_)
        folder.mkdir()
        (folder / "script.sh").write_text(filled, "utf-8")
        ran = subprocess.run(
            [str(bash), "-c", f"exec 3>out; exec {bash} --noprofile --norc script.sh"],
            cwd=folder,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", **{name.upper(): value for name, value in values.items()}},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        got = (folder / "out").read_bytes().split(b"\0")[:-1]
        assert (0, [values[name].encode() for name in probes]) == (ran.returncode, got), f"{filled}\n{values}\n{ran.stderr.decode()}"
        assert {"script.sh", "out"} == {path.name for path in folder.iterdir()}


def _command(pick: random.Random, holders: list[str], probes: list[str], depth: int, documents: bool = True) -> str:
    """A command with noise before it; adds the names that its probes write, in order. Without here-documents inside others where bash 5.2 loses
    a semicolon after one in a command substitution."""
    noise = NOISE if documents or depth == 2 else [one for one in NOISE if "\n" not in one]
    lines = [pick.choice(noise) for _ in range(pick.randint(0, 2))]
    if depth and pick.random() < 0.6:
        inner = "\n".join([_command(pick, holders, probes, depth - 1, documents) for _ in range(pick.randint(1, 2))])
        lines.append(pick.choice(holders).replace("{{", "{").replace("}}", "}").replace("{0}", inner))
    else:
        probes.append(pick.choice(["v0", "v1", "v2", "v3"]))
        lines.append(pick.choice(PROBES).replace("{v}", f"{{{probes[-1]}}}"))
    return "\n".join(lines)
