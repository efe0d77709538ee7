"""The house has few rooms and one direction; each outside package has one owner."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "simulator"

SIBLINGS = {"settings", "library", "llm", "scoring", "persona", "report", "store", "drills"}
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "domain": {"errors"},
    **{room: {"errors", "domain"} for room in SIBLINGS},
    "session": {"errors", "domain"} | SIBLINGS,
    "commands": {"errors", "domain", "session"} | SIBLINGS,
    "web": {"errors", "domain", "session"} | SIBLINGS,
    "__main__": {"errors", "commands", "web"},
    "__init__": set(),
}
OWNERS = {
    "openai": {"llm"},
    "tenacity": {"llm"},
    "xllamacpp": {"llm"},
    "gradio": {"web"},
    "fastapi": {"web"},
    "starlette": {"web"},
    "uvicorn": {"web"},
    "jinja2": {"web"},
    "itsdangerous": {"web"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "yaml": {"library"},
    "onnxruntime": {"scoring"},
    "tokenizers": {"scoring"},
    "torch": {"scoring"},
    "platformdirs": {"settings"},
    "typst": {"report"},
    "fsrs": {"drills"},
}


def _modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def _room(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative imports hide the direction"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_from_rooms_to_its_left(path: Path) -> None:
    room = _room(path)
    assert room in MAY_IMPORT, f"{room} is a new room: say in MAY_IMPORT where it stands"
    for name in _imports(path):
        parts = name.split(".")
        if parts[0] != "simulator" or len(parts) == 1 or parts[1] == "__version__":
            continue
        assert parts[1] == room or parts[1] in MAY_IMPORT[room], f"{path.name} ({room}) imports {name}"


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_an_outside_package_has_one_owner(path: Path) -> None:
    for name in _imports(path):
        outside = name.split(".")[0]
        assert outside not in OWNERS or _room(path) in OWNERS[outside], f"{path.name} imports {outside}"


def test_only_the_settings_read_the_environment() -> None:
    readers = set()
    for path in _modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv", "putenv"}:
                readers.add(_room(path))
    assert readers <= {"settings"}


def test_modules_import_each_other_in_no_circle() -> None:
    graph: dict[str, set[str]] = {}
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in _modules()}
    for path in _modules():
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        graph[name] = {imported for imported in _imports(path) if imported in names and imported != name}
    tuple(TopologicalSorter(graph).static_order())


def test_importing_the_package_starts_nothing_heavy() -> None:
    for path in (PACKAGE / "__main__.py", PACKAGE / "__init__.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        top = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
        assert {node.module for node in top} <= {"collections.abc", "simulator", "simulator.errors"}


def test_no_file_outgrows_its_one_job() -> None:
    long = {str(path.relative_to(ROOT)): n for path in _modules() if (n := len(path.read_text().splitlines())) > 400}
    assert not long
