"""What a field of a file is for and what its neighbours are called, from the values' own docstrings."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Any

from pydantic import BaseModel

Schema = dict[str, Any]


@cache
def schema_of(kind: type[BaseModel]) -> Schema:
    """The JSON Schema of a value."""
    return kind.model_json_schema()


def meaning(kind: type[BaseModel], where: Sequence[str | int]) -> str | None:
    """What the field at `where` is for, in one line; None where nothing is written on it."""
    for node in _along(kind, where):
        if node.get("description"):
            return " ".join(str(node["description"]).split())
    return None


def meant(kind: type[BaseModel], where: Sequence[str | int]) -> str | None:
    """The field that was probably meant by the unknown one at `where`."""
    parents = (option for node in _along(kind, where[:-1]) for option in _options(kind, node))
    names = [name for parent in parents for name in parent.get("properties", {})]
    return next(iter(get_close_matches(str(where[-1]), names, n=1)), None) if where else None


def _along(kind: type[BaseModel], where: Sequence[str | int]) -> list[Schema]:
    """What can stand at `where`; nothing where the path leads out of the schema."""
    nodes = [schema_of(kind)]
    for step in where:
        options = (option for node in nodes for option in _options(kind, node))
        under = (
            option.get("items")
            if isinstance(step, int)
            else option.get("properties", {}).get(step, option.get("additionalProperties"))
            for option in options
        )
        nodes = [found for found in under if isinstance(found, dict)]
    return nodes


def _options(kind: type[BaseModel], node: Schema) -> Iterator[Schema]:
    """A schema with its references followed, and each of what it may be instead."""
    name = str(node.get("$ref", "")).removeprefix("#/$defs/")
    if name:
        node = schema_of(kind)["$defs"][name]
    yield node
    for option in node.get("anyOf", ()):
        yield from _options(kind, option)
