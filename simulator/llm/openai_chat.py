"""A chat model behind any OpenAI-compatible endpoint: chat completions only, with the fewest fields."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from typing import TypeVar

import openai
from openai import AsyncOpenAI

from simulator.domain.chat import Form, Message
from simulator.domain.endpoint import Endpoint
from simulator.errors import ModelInterrupted, ModelUnreadable
from simulator.llm.dialect import Dialect
from simulator.llm.forms import read_form, repair, response_format, with_schema
from simulator.llm.open_stream import OpenStream, Usage, read_usage
from simulator.llm.refusals import kind_of, status_of, translate, words_of
from simulator.llm.retries import Pause, retrying
from simulator.llm.wire import FAILURES, check_key, client_for

_CHARACTERS_A_TOKEN = 8
"""More than any language needs: our own cap, for endpoints that ignore the limit."""

Sent = TypeVar("Sent")


@dataclass(frozen=True)
class Patience:
    """Seconds to wait: for a connection, for the first text, between pieces, for a filled form."""

    connect: float = 5.0
    first_text: float = 30.0
    between: float = 15.0
    form: float = 90.0


@dataclass
class OpenAIChat:
    """A ChatModel. Keep one instance for each endpoint and model: it remembers what they accept.

    It may be used from several tasks and event loops. Each call has its own connection, so that leaving a stream early
    hangs up at once, and the endpoint stops writing.
    """

    endpoint: Endpoint
    temperature: float | None = None
    patience: Patience = field(default_factory=Patience)
    count_stream: bool = False
    """Ask for the usage of streams too; without it, usage is kept where the endpoint gives it unasked."""
    pause: Pause = field(default=asyncio.sleep, repr=False)
    """How to wait before another attempt."""
    usage: Usage = field(default_factory=Usage, init=False)
    """The sum over all calls so far."""
    dialect: Dialect = field(default_factory=Dialect, init=False)
    """What this endpoint and model have accepted."""
    _trust: ssl.SSLContext = field(default_factory=ssl.create_default_context, init=False, repr=False)

    def __post_init__(self) -> None:
        """Refuse a key that cannot be sent."""
        check_key(self.endpoint)

    @property
    def name(self) -> str:
        """Model name as the page shows it."""
        return self.endpoint.model

    async def stream(self, messages: Sequence[Message], *, most_tokens: int) -> AsyncIterator[str]:
        """Yield the reply's text piece by piece, without thinking.

        Tries again only before the first text; a break after it raises ModelInterrupted with what came.
        """
        given = ""
        most = most_tokens * _CHARACTERS_A_TOKEN
        async with AsyncExitStack() as stack:
            reply, first = await self._begin(tuple(messages), most_tokens, stack)
            piece: str | None = first
            while piece is not None:
                piece = piece[: most - len(given)]
                given += piece
                yield piece
                if len(given) >= most:
                    return
                try:
                    piece = await reply.text(self.patience.between)
                except (*FAILURES, ModelUnreadable) as error:
                    raise self._interrupted(given, error) from error
            if not reply.whole:
                raise self._interrupted(given, None)

    async def fill(self, messages: Sequence[Message], form: type[Form], *, most_tokens: int) -> Form:
        """Return a filled form, or raise ModelUnreadable after one repair round."""
        asked = tuple(messages)
        for last in (False, True):
            text = await self._complete(asked, form, most_tokens)
            try:
                return read_form(text, form)
            except ValueError as error:
                if last:
                    msg = f"The model '{self.name}' did not fill in the form it was given, in two attempts."
                    raise ModelUnreadable(msg) from error
                self.dialect = replace(self.dialect, stated=True)
                asked = repair(asked, text, str(error))
        raise AssertionError  # the loop returns or raises

    async def _begin(
        self, messages: tuple[Message, ...], most_tokens: int, stack: AsyncExitStack
    ) -> tuple[OpenStream, str]:
        """Open a stream and wait for its first text; the stack then holds what is to be closed."""

        async def attempt(dialect: Dialect) -> tuple[OpenStream, str | None]:
            fields = dialect.fields(
                messages, most_tokens=most_tokens, temperature=self.temperature, usage=self.count_stream
            )
            async with AsyncExitStack() as mine:
                async with asyncio.timeout(self.patience.first_text):
                    client = await mine.enter_async_context(self._client(self.patience.first_text))
                    # The chunks as they came: a class for each of them is half of what a reply costs.
                    chunks = await client.post(
                        "/chat/completions",
                        body={"model": self.name, "stream": True, **fields},
                        cast_to=object,
                        stream=True,
                        stream_cls=openai.AsyncStream[object],
                    )
                    mine.push_async_callback(chunks.close)
                    reply = OpenStream(chunks, self._count)
                    first = await reply.text(None)
                stack.push_async_callback(mine.pop_all().aclose)
            return reply, first

        reply, first = await self._asked(attempt, for_form=False)
        if first is None and reply.cut_short and (roomier := self.dialect.after_silence()):
            self.dialect = roomier
            await stack.aclose()
            reply, first = await self._asked(attempt, for_form=False)
        if first is None:
            raise reply.nothing(self.name)
        return reply, first

    async def _complete(self, messages: tuple[Message, ...], form: type[Form], most_tokens: int) -> str:
        async def attempt(dialect: Dialect) -> str:
            said = with_schema(messages, form) if dialect.stated or dialect.form != "json_schema" else messages
            fields = dialect.fields(said, most_tokens=most_tokens, temperature=self.temperature, usage=False)
            if dialect.form == "json_schema":
                fields["response_format"] = response_format(form)
            elif dialect.form == "json_object":
                fields["response_format"] = {"type": "json_object"}
            async with asyncio.timeout(self.patience.form), self._client(self.patience.form) as client:
                answer = await client.chat.completions.create(model=self.name, **fields)
            usage = getattr(answer, "usage", None)
            self._count(read_usage(usage.model_dump() if usage else None))
            choices = getattr(answer, "choices", None)
            if not choices:
                msg = "no choices"
                raise ValueError(msg)
            return str(getattr(choices[0].message, "content", None) or "")

        return await self._asked(attempt, for_form=True)

    async def _asked(self, attempt: Callable[[Dialect], Awaitable[Sent]], *, for_form: bool) -> Sent:
        """Ask, again where that may help, and more plainly where the endpoint refuses a field; keep what worked."""
        dialect = self.dialect
        while True:
            try:
                sent: Sent = await retrying(self.pause)(attempt, dialect)
            except FAILURES as error:
                said_no = status_of(error) in {400, 422, 500} and kind_of(error) in {"request", "server"}
                plainer = dialect.after(words_of(error), for_form=for_form) if said_no else None
                if plainer is None:
                    raise translate(error, self.endpoint) from error
                dialect = plainer
            else:
                self.dialect = dialect
                return sent

    def _client(self, seconds: float) -> AsyncOpenAI:
        return client_for(self.endpoint, self._trust, seconds=seconds, connect=self.patience.connect)

    def _count(self, used: Usage | None) -> None:
        if used:
            self.usage = self.usage.plus(used)

    def _interrupted(self, partial: str, error: Exception | None) -> ModelInterrupted:
        why = translate(error, self.endpoint) if error else None
        tail = f" {why}" if why else ""
        return ModelInterrupted(f"The model's reply broke off before its end.{tail}", partial)
