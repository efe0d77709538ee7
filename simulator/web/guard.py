"""What is checked and said with every request: whose page sent it, and what a page may load."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
_READING = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Gradio compiles its components in the browser and sets styles inline.
_CONVERSATION = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; media-src 'self' blob:; "
    "worker-src 'self' blob:; form-action 'self'; base-uri 'self'; frame-ancestors 'none'"
)
_NO_DEVICES = "camera=(), geolocation=(), microphone=()"
# For somebody who chose in the settings to speak; the browser still asks them.
_MICROPHONE = "camera=(), geolocation=(), microphone=(self)"
# Not no-referrer: with it browsers send `Origin: null` with our own forms.
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": _NO_DEVICES,
}

Refusal = Callable[[Request, int, str], Awaitable[Response]]


def page_headers(path: str) -> dict[str, str]:
    """Headers for whatever is served at a path."""
    conversation = path == "/rehearse" or path.startswith("/rehearse/")
    headers = {**_ALWAYS, "content-security-policy": _CONVERSATION if conversation else _READING}
    if conversation:
        headers["permissions-policy"] = _MICROPHONE
    else:
        headers["cache-control"] = "no-cache" if path.startswith("/static/") else "private, no-cache"
    return headers


class GuardMiddleware:
    """Turns away what another site's page sent, and puts our headers on every answer."""

    def __init__(self, app: ASGIApp, *, loopback: bool, refuse: Refusal) -> None:
        """`loopback`: only this machine is served, so a Host that is another name is an attack by DNS."""
        self._app = app
        self._loopback = loopback
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it with a page of ours."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in page_headers(scope["path"]).items():
                    headers.setdefault(name, value)
            await send(message)

        asked = HTTPConnection(scope)
        problem = self._problem(asked)
        if problem is None:
            await self._app(scope, receive, send_with_headers)
        else:
            answer = await self._refuse(Request(scope, receive), *problem)
            await answer(scope, receive, send_with_headers)

    def _problem(self, asked: HTTPConnection) -> tuple[int, str] | None:
        host = asked.headers.get("host", "")
        if self._loopback and _name(host) not in _THIS_MACHINE:
            return 400, "This program was started for this machine only. Open it as http://127.0.0.1 with its port."
        if asked.scope["method"] in _SAFE or _from_our_page(asked, host):
            return None
        return 403, "That did not come from a page of this program, so nothing was changed. Go back and try again here."


def _from_our_page(asked: HTTPConnection, host: str) -> bool:
    """Every browser sends one of the two with a form or a script's request; what sends neither is no browser."""
    origin, site = asked.headers.get("origin"), asked.headers.get("sec-fetch-site")
    if origin is not None:
        return origin.partition("://")[2] == host
    return site is None or site in {"same-origin", "none"}


def _name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
