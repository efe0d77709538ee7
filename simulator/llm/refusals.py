"""What went wrong at the endpoint, as an error of ours whose sentence says what to do. No sentence holds the key."""

import re
import ssl
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

import openai

from simulator.domain.endpoint import Endpoint
from simulator.errors import ModelError, ModelRefused, ModelUnavailable, ModelUnreadable

Kind = Literal[
    "key", "forbidden", "quota", "model", "address", "context", "request",
    "busy", "server", "connection", "certificate", "slow", "unreadable",
]  # fmt: skip

LONGEST_WAIT = 20.0
"""Seconds. An endpoint that asks for more is not waited for: a person is waiting too."""

_SENTENCES: dict[Kind, str] = {
    "key": "{host} did not accept the key. Check the key in the settings.",
    "forbidden": "{host} does not let this key use the model '{model}'. Choose another model, or ask its owner.",
    "quota": "The account at {host} has no credit left. Top it up, or choose another model.",
    "model": "{host} knows no model '{model}'. Check the model's name in the settings.",
    "address": "{host} has no chat at this address. Check it in the settings; most addresses end in /v1.",
    "context": "The conversation is longer than '{model}' can take in. Choose a model with a larger context.",
    "request": "{host} refused the request: {detail} Check that '{model}' is a chat model.",
    "busy": "{host} is asked too much at the moment. Wait a minute and try again.",
    "server": "{host} has a fault of its own at the moment: {detail} Try again later.",
    "connection": "Nothing answers at {host}. Check the address, and that the model's server is running.",
    "certificate": "The certificate of {host} cannot be trusted, so nothing was sent. Check the address.",
    "slow": "{host} took too long to answer. Try again, or choose a smaller model.",
    "unreadable": "{host} answered with something that is no chat reply. Check the address; most end in /v1.",
}
_REFUSED: frozenset[Kind] = frozenset({"key", "forbidden", "quota", "model", "address", "context", "request"})
_PASSING_STATUS = frozenset({408, 409, 425, 429})
_QUOTA = ("insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "insufficient_credits")
_OVERFLOW = re.compile(
    r"context[_ ](length|size|window)|maximum context|exceed_context|too many (input )?tokens|prompt is too long"
    r"|(input|prompt).{0,30}exceeds?.{0,40}(tokens|limit)"
)
_NO_MODEL = re.compile(
    r"model_not_found|(unknown|invalid|no such) model|model\b.{0,80}(not found|not exist|not available)"
)
_KEY_LIKE = re.compile(r"\b(sk|pk|key|gsk|xai|hf)[-_][\w*.-]{6,}|bearer\s+\S+", re.IGNORECASE)
_MOST_DETAIL = 160
_SHORTEST_KEY = 4
"""Characters; what is no longer is a placeholder such as "none"."""


def translate(error: Exception, endpoint: Endpoint, instead: Mapping[Kind, str] | None = None) -> ModelError:
    """Our error for a failed call; an error that is ours already is given back.

    `instead` has other sentences for calls that are no chat, with the same {host}, {model} and {detail}.
    The key is taken out of the error translated, too: a traceback shows both.
    """
    if isinstance(error, ModelError):
        return error
    for cause in _causes(error):
        if len(endpoint.api_key) > _SHORTEST_KEY and endpoint.api_key in str(cause):
            cause.args = (str(cause).replace(endpoint.api_key, "<key>"),)
    kind = kind_of(error)
    detail = clean(_message(error), endpoint.api_key)
    sentence = {**_SENTENCES, **(instead or {})}[kind].format(host=endpoint.host, model=endpoint.model, detail=detail)
    if kind in _REFUSED:
        return ModelRefused(sentence)
    return ModelUnreadable(sentence) if kind == "unreadable" else ModelUnavailable(sentence)


def kind_of(error: BaseException | None) -> Kind:
    """What sort of failure this is, judged by status, code and words, in this order of trust."""
    if isinstance(error, (openai.APIConnectionError, OSError)):
        return _of_the_wire(error)
    status, said = status_of(error), words_of(error)
    if any(code in said for code in _QUOTA) or status == 402:  # noqa: PLR2004 - Payment Required
        return "quota"
    if status in {400, 413, 422, 500} and _OVERFLOW.search(said):
        return "context"
    if status in {400, 404, 422} and _NO_MODEL.search(said):
        return "model"
    if status is None:
        return "server" if isinstance(error, openai.APIError) else "unreadable"
    return _by_status(status)


def _of_the_wire(error: openai.APIConnectionError | OSError) -> Kind:
    causes = tuple(_causes(error))
    # openai calls a refused connection a time-out as well, when it goes through aiohttp.
    unexplained = isinstance(error, openai.APITimeoutError) and len(causes) == 1
    if unexplained or any(isinstance(cause, TimeoutError) for cause in causes):
        return "slow"
    return "certificate" if any(isinstance(cause, ssl.SSLError) for cause in causes) else "connection"


def _by_status(status: int) -> Kind:
    named: dict[int, Kind] = {401: "key", 403: "forbidden", 404: "address", 405: "address", 429: "busy", 501: "address"}
    if status in named:
        return named[status]
    if status in _PASSING_STATUS or status >= 500:  # noqa: PLR2004 - server errors
        return "server"
    return "address" if status < 400 else "request"  # noqa: PLR2004 - a redirect is not followed: it would carry the key


def may_pass(error: BaseException) -> bool:
    """Whether the same call may succeed in a moment. Slowness is not tried again: the person has waited already."""
    if (asked_to_wait(error) or 0.0) > LONGEST_WAIT:
        return False
    return kind_of(error) in {"busy", "server", "connection"} and isinstance(error, (openai.APIError, OSError))


def asked_to_wait(error: BaseException | None) -> float | None:
    """Seconds the endpoint asks to wait (`Retry-After` in seconds, milliseconds or as a date); None if it does not."""
    if not isinstance(error, openai.APIStatusError):
        return None
    headers = error.response.headers
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            return max(0.0, float(headers[name]) * unit)
        except (KeyError, ValueError):
            continue
    try:
        moment = parsedate_to_datetime(headers.get("retry-after", ""))
    except ValueError:
        return None
    return max(0.0, (moment.astimezone(UTC) - datetime.now(UTC)).total_seconds())


def status_of(error: BaseException | None) -> int | None:
    """HTTP status; for an error inside a 200 stream, the number it gives as its code."""
    if isinstance(error, openai.APIStatusError):
        return error.status_code
    code = error.code if isinstance(error, openai.APIError) else None
    return int(code) if code and code.isascii() and code.isdigit() else None


def words_of(error: BaseException | None) -> str:
    """All that the endpoint said about its refusal, in lower case."""
    if not isinstance(error, openai.APIError):
        return ""
    return f"{error.message} {error.code} {error.param} {error.type} {error.body}".lower()


def clean(text: str, key: str) -> str:
    """An endpoint's words fit to be shown: without the key or anything like one, and short."""
    if len(key) > _SHORTEST_KEY:
        text = text.replace(key, "<key>")
    text = " ".join(_KEY_LIKE.sub("<key>", text).split())
    text = text if len(text) <= _MOST_DETAIL else text[:_MOST_DETAIL].rstrip() + "…"
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _message(error: Exception) -> str:
    body = error.body if isinstance(error, openai.APIError) else None
    if isinstance(body, dict) and isinstance(body.get("message"), str):
        return str(body["message"])
    status = status_of(error)
    return f"status {status}" if status else "no reason was given"


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
