"""One YAML (or JSON) file to one checked value, with the line of each fault."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from simulator.errors import ContentError

# The loader in C is ten times as fast; where PyYAML was built without it, the other gives the same.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Checked = TypeVar("Checked", bound=BaseModel)


def read_value(path: Path, kind: type[Checked]) -> Checked:
    """Read `path` as a `kind`; raise ContentError naming file, line, field and what is expected."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError((f"{path.name}: cannot be read as UTF-8 text ({error})",)) from error
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        raw = loader.construct_document(root) if root else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContentError((f"{path.name}, line {line}: not valid YAML: {error.problem}",)) from error
    finally:
        loader.dispose()
    twice = _repeated_keys(root) if root else []
    if twice:
        raise ContentError(tuple(f"{path.name}, line {line}: '{key}' is written twice" for key, line in twice))
    try:
        # Strict validation from JSON, so that lists become tuples but "3" never becomes 3.
        return kind.model_validate_json(json.dumps(raw, default=str))
    except ValidationError as error:
        problems = tuple(
            f"{path.name}, line {_line_of(root, fault['loc'])}, {_field_name(fault['loc'])}: {_say(fault['msg'])}"
            for fault in error.errors(include_url=False)
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
    return ".".join(str(step) for step in where) or "the file as a whole"


def _say(message: str) -> str:
    message = message.removeprefix("Value error, ")
    plain = {
        "Field required": "is missing; write it",
        "Extra inputs are not permitted": "is not a field here; check the spelling or remove it",
    }
    return plain.get(message, message[:1].lower() + message[1:])
