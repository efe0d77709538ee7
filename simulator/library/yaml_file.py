"""One YAML (or JSON) file to one checked value, with the line of each fault."""

import json
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from simulator.errors import ContentError
from simulator.library.fields import meaning, meant

# The loader in C is ten times as fast; where PyYAML was built without it, the other gives the same.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Checked = TypeVar("Checked", bound=BaseModel)
_KEY = "[key]"
"""How pydantic says that the fault lies in a key, not in what stands under it."""
_PLAIN = {
    "string_type": "must be text; put it in quotes",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "bool_type": "must be true or false",
    "tuple_type": "must be a list: each entry on a line of its own that begins with '- '",
    "model_type": "must have fields of its own, indented beneath it",
    "dict_type": "must have entries of its own, indented beneath it",
    "string_pattern_mismatch": "must be lower-case words joined by hyphens, such as the-late-report",
}


def shown(path: Path) -> str:
    """A file as faults name it: a scenario, its voice and its leaders have the same name."""
    return f"{path.parent.name}/{path.name}" if path.parent.name in {"voices", "leaders"} else path.name


def read_value(path: Path, kind: type[Checked]) -> Checked:
    """Read `path` as a `kind`; raise ContentError naming file, line, field and what is expected."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError((f"{shown(path)}: cannot be read as UTF-8 text ({error})",)) from error
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        raw = loader.construct_document(root) if root else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContentError((f"{shown(path)}, line {line}: not valid YAML: {error.problem}",)) from error
    finally:
        loader.dispose()
    twice = _repeated_keys(root) if root else []
    if twice:
        raise ContentError(tuple(f"{shown(path)}, line {line}: '{key}' is written twice" for key, line in twice))
    try:
        # Strict validation from JSON, so that lists become tuples but "3" never becomes 3.
        return kind.model_validate_json(json.dumps(raw, default=str))
    except ValidationError as error:
        problems = tuple(
            f"{shown(path)}, line {_line_of(root, fault['loc'])}, {_field_name(fault['loc'])}: {_say(fault, kind)}"
            for fault in _own_faults(error.errors(include_url=False))
        )
        raise ContentError(problems) from error


def locate(path: Path, where: Sequence[str | int]) -> int:
    """Line, from 1, of the node that `where` leads to (or of its nearest parent)."""
    return _line_of(yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader), where)


def _line_of(node: yaml.Node | None, where: Sequence[str | int]) -> int:
    line = node.start_mark.line + 1 if node else 1
    for step in where:
        following = None
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(step):
                    following, line = value, key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            following = node.value[step]
            line = following.start_mark.line + 1
        if following is None:
            break
        node = following
    return line


def _repeated_keys(node: yaml.Node) -> list[tuple[str, int]]:
    """Keys written twice in one mapping, which YAML would let the last one win."""
    found: list[tuple[str, int]] = []
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                found.append((key.value, key.start_mark.line + 1))
            seen.add(key.value)
            found += _repeated_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            found += _repeated_keys(item)
    return found


def _field_name(where: Sequence[str | int]) -> str:
    return ".".join(str(step) for step in where if step != _KEY) or "the file as a whole"


def _own_faults(faults: list[ErrorDetails]) -> list[ErrorDetails]:
    """Without lists that are called too short only because their entries are wrong."""
    places = [fault["loc"] for fault in faults]
    return [
        fault
        for fault in faults
        if fault["type"] != "too_short"
        or not any(place != fault["loc"] and place[: len(fault["loc"])] == fault["loc"] for place in places)
    ]


def _say(fault: ErrorDetails, kind: type[BaseModel]) -> str:
    """What is wrong and what to write instead."""
    where, given, sort = fault["loc"], fault["input"], fault["type"]
    if sort == "missing":
        use = meaning(kind, where)
        return f"is missing; write it ({use.rstrip('.')})" if use else "is missing; write it"
    if sort == "extra_forbidden":
        near = meant(kind, where)
        return "is not a field here; " + (f"did you mean '{near}'?" if near else "check the spelling or remove it")
    if sort == "literal_error":
        expected = fault["msg"].removeprefix("Input should be ")
        words = expected.replace(" or ", ", ").replace("'", "").split(", ")
        close = get_close_matches(str(given), words, n=1)
        return f"must be {expected}" + (f"; did you mean '{close[0]}'?" if close else f", not {given!r}")
    if sort == "too_short":
        return f"needs at least {fault['ctx']['min_length']}"
    message = fault["msg"].removeprefix("Value error, ").replace("Input should be", "must be")
    return _PLAIN.get(sort, message[:1].lower() + message[1:])
