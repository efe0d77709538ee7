"""The seam to a language model: what a voice or a judge needs of one, whoever serves it."""

from collections.abc import AsyncIterator, Sequence
from typing import Literal, Protocol, TypeVar

from pydantic import BaseModel

from simulator.domain.value import Value

Form = TypeVar("Form", bound=BaseModel)


class Message(Value):
    """One message of a chat."""

    role: Literal["system", "user", "assistant"]
    content: str


class ChatModel(Protocol):
    """A chat model. Both methods raise only errors of the ModelError family."""

    @property
    def name(self) -> str:
        """Model name as the page shows it."""

    def stream(self, messages: Sequence[Message], *, most_tokens: int) -> AsyncIterator[str]:
        """Yield the reply's text piece by piece; ModelInterrupted after a break keeps what came."""

    async def fill(self, messages: Sequence[Message], form: type[Form], *, most_tokens: int) -> Form:
        """Return a filled form, or raise ModelUnreadable after one repair round."""
