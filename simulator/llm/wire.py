"""One call to an endpoint: the client for it, and all that it can raise."""

import ssl

import httpx2
import openai
from openai import AsyncOpenAI

from simulator.domain.endpoint import Endpoint
from simulator.errors import ModelRefused

FAILURES = (openai.OpenAIError, httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError, ValueError)
"""All that a call can raise; TimeoutError is an OSError, unreadable JSON and bytes are ValueErrors."""
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def client_for(endpoint: Endpoint, trust: ssl.SSLContext, *, seconds: float, connect: float) -> AsyncOpenAI:
    """A client for one call. Environment proxies are not asked about this machine's own servers."""
    loopback = httpx2.URL(endpoint.base_url).host in _LOOPBACK
    patience = httpx2.Timeout(seconds, connect=connect)
    # A redirect is not followed: it would carry the key.
    wire = openai.DefaultAioHttpClient(timeout=patience, verify=trust, trust_env=not loopback, follow_redirects=False)
    return AsyncOpenAI(
        api_key=endpoint.api_key, base_url=endpoint.base_url, max_retries=0, timeout=patience, http_client=wire
    )


def check_key(endpoint: Endpoint) -> None:
    """Raise ModelRefused for a key that cannot be sent."""
    key = endpoint.api_key
    if not key.isascii() or not key.isprintable() or " " in key:
        # The HTTP library would name the key in its complaint.
        raise ModelRefused("The key holds a character that no key has. Copy it again, without spaces.")
