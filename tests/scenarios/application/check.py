"""`check.py lint|format|types|test|integration`: what npm's scripts do here, without packages. Each really fails for what it looks for."""

import ast
import sys
from pathlib import Path
from types import CodeType

SOURCES = ("app.py", "orders.py")
LEAST = 80  # per cent of the lines of orders.py


def lint() -> list[str]:
    """Names that are imported and never used."""
    found = []
    for name in SOURCES:
        tree = ast.parse(Path(name).read_text())
        imported = {
            (alias.asname or alias.name).split(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        found += [f"{name}: '{one}' is imported and not used" for one in sorted(imported - used)]
    return found


def format() -> list[str]:
    return [f"{name}: has tabs" for name in SOURCES if "\t" in Path(name).read_text()]


def types() -> list[str]:
    """Functions that do not say what they give."""
    trees = {name: ast.parse(Path(name).read_text()) for name in SOURCES}
    return [
        f"{name}:{node.lineno}: '{node.name}' does not say what it gives"
        for name, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.returns is None
    ]


def test() -> list[str]:
    ran: set[int] = set()

    def trace(frame, event, argument):
        if frame.f_code.co_filename.endswith("orders.py"):
            ran.add(frame.f_lineno)
            return trace
        return None

    sys.path.insert(0, ".")
    sys.settrace(trace)
    try:
        import testing

        failed = [name for name, one in vars(testing).items() if name.startswith("test_") and not _passes(one)]
    finally:
        sys.settrace(None)
    lines = _lines(compile(Path("orders.py").read_text(), "orders.py", "exec"))
    percent = 100 * len(ran & lines) // len(lines)
    Path("coverage").mkdir(exist_ok=True)
    Path("coverage/lines").write_text(f"{percent}\n")
    return [f"testing.py: {name} failed" for name in failed] + ([f"coverage is {percent}%, below {LEAST}%"] if percent < LEAST else [])


def integration() -> list[str]:
    from app import PAGES

    return [f"{path} answers {page()[0]}" for path, page in PAGES.items() if page()[0] != 200]


def _passes(one) -> bool:
    try:
        one()
    except Exception as error:
        print(repr(error))
        return False
    return True


def _lines(code: CodeType) -> set[int]:
    own = {line for _, _, line in code.co_lines() if line}
    return own.union(*[_lines(one) for one in code.co_consts if isinstance(one, CodeType)])


if __name__ == "__main__":
    problems = {"lint": lint, "format": format, "types": types, "test": test, "integration": integration}[sys.argv[1]]()
    print("\n".join(problems) or f"{sys.argv[1]}: well")
    sys.exit(bool(problems))
