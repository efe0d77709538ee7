"""Filled forms: the schema an endpoint is given, the words that ask for it, and the reading of what comes back."""

import json
from typing import Any

from pydantic import BaseModel, ValidationError

from simulator.domain.chat import Form, Message
from simulator.llm.thinking import without_thinking

_MOST_PROBLEMS = 5


def response_format(form: type[BaseModel]) -> dict[str, Any]:
    """The `response_format` field for a form."""
    schema = _strict(form.model_json_schema())
    return {"type": "json_schema", "json_schema": {"name": form.__name__, "schema": schema, "strict": True}}


def with_schema(messages: tuple[Message, ...], form: type[BaseModel]) -> tuple[Message, ...]:
    """The messages with the schema written at the end of the last one: a second system message is refused by many."""
    schema = json.dumps(_strict(form.model_json_schema()), ensure_ascii=False)
    asked = f"Reply with one JSON object and nothing else. It must fit this JSON Schema:\n{schema}"
    *before, last = messages
    if last.role != "user":
        return (*messages, Message(role="user", content=asked))
    return (*before, Message(role="user", content=f"{last.content}\n\n{asked}"))


def read_form(text: str, form: type[Form]) -> Form:
    """The form in a reply; raise ValueError, in words for the model, if there is none that fits."""
    text = without_thinking(text)
    start, end = text.find("{"), text.rfind("}")
    if start < 0 or end < start:
        msg = "there is no JSON object in it"
        raise ValueError(msg)
    try:
        return form.model_validate_json(text[start : end + 1])
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)
        said = "; ".join(
            f"{'.'.join(map(str, problem['loc'])) or 'the object'}: {problem['msg']}"
            for problem in problems[:_MOST_PROBLEMS]
        )
        raise ValueError(said) from error


def repair(messages: tuple[Message, ...], reply: str, problem: str) -> tuple[Message, ...]:
    """The messages of the one repair round."""
    asked = f"That did not fit: {problem}. Reply again with the corrected JSON object and nothing else."
    return (*messages, Message(role="assistant", content=reply or "{}"), Message(role="user", content=asked))


def _strict(schema: Any) -> Any:  # noqa: ANN401 - a JSON document
    """The schema as strict endpoints want it: every property required, none besides, no defaults."""
    if isinstance(schema, list):
        return [_strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    strict = {name: _strict(part) for name, part in schema.items() if name != "default" or isinstance(part, dict)}
    if isinstance(strict.get("properties"), dict):
        strict["required"] = list(strict["properties"])
        strict["additionalProperties"] = False
    return strict
