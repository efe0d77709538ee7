"""What one endpoint and model accept of the protocol: guessed first, corrected by what the endpoint refuses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from simulator.domain.chat import Message

FormMode = Literal["json_schema", "json_object", "prompt"]

_LOWER_MODE: dict[FormMode, FormMode | None] = {
    "json_schema": "json_object",
    "json_object": "prompt",
    "prompt": None,
}
_SPARE_FOR_THINKING = 4000


@dataclass(frozen=True)
class Dialect:
    """One way to ask. It only ever gets plainer, so learning it ends.

    `max_tokens` comes first: endpoints that want `max_completion_tokens` say so, those that do not know that name
    ignore it and run on.
    """

    limit: Literal["max_tokens", "max_completion_tokens"] | None = "max_tokens"
    form: FormMode = "json_schema"
    stated: bool = False
    """Whether the schema is written into the prompt as well: some accept a schema and ignore it."""
    temperature: bool = True
    usage: bool = True
    system: bool = True
    spare: int = 0
    """Tokens granted beyond the asked ones, to a model that thinks first."""

    def after(self, said: str, *, for_form: bool) -> "Dialect | None":
        """A plainer dialect to try after a refusal in these (lower-case) words; None if there is nothing to change."""
        if self.limit and ("max_tokens" in said or "max_completion_tokens" in said):
            return replace(self, limit="max_completion_tokens" if self.limit == "max_tokens" else None)
        if self.usage and ("stream_options" in said or "include_usage" in said):
            return replace(self, usage=False)
        if self.temperature and "temperature" in said:
            return replace(self, temperature=False)
        if self.system and "system" in said and "role" in said:
            return replace(self, system=False)
        lower = _LOWER_MODE[self.form]
        if for_form and lower:
            return replace(self, form=lower, stated=True)
        return None

    def after_silence(self) -> "Dialect | None":
        """What to try after a reply that used up its length before the first word: thinking counts as length."""
        return None if self.spare else replace(self, spare=_SPARE_FOR_THINKING)

    def fields(
        self, messages: Sequence[Message], *, most_tokens: int, temperature: float | None, usage: bool
    ) -> dict[str, Any]:
        """The request's fields: the fewest that say what is wanted."""
        said = messages if self.system else _without_system(messages)
        request: dict[str, Any] = {"messages": [message.model_dump() for message in said]}
        if self.limit:
            request[self.limit] = most_tokens + self.spare
        if temperature is not None and self.temperature:
            request["temperature"] = temperature
        if usage and self.usage:
            request["stream_options"] = {"include_usage": True}
        return request


def _without_system(messages: Sequence[Message]) -> tuple[Message, ...]:
    """The system's words at the head of the first user message, for templates that know no system role."""
    system = "\n\n".join(message.content for message in messages if message.role == "system")
    rest = [message for message in messages if message.role != "system"]
    if not system:
        return tuple(rest)
    if rest and rest[0].role == "user":
        return (Message(role="user", content=f"{system}\n\n{rest[0].content}"), *rest[1:])
    return (Message(role="user", content=system), *rest)
