"""Who is asking: an id in a signed cookie, given on the first visit and known to nobody else."""

import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from fastapi import HTTPException
from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulator.errors import StoreError

_PERSON = "partnering.person"
_RENEW = "partnering.renew"
"""Called by whoever serves the request to have the browser met as somebody new."""
_DAY = 24 * 60 * 60
_KEPT = 400 * _DAY
"""Browsers keep no cookie longer than this."""
_RENEWED_AFTER = 30 * _DAY


class Identity:
    """Signs and reads the cookie, with a secret that lies in the data folder."""

    def __init__(self, secret: str) -> None:
        self._signed = URLSafeTimedSerializer(secret, salt="person")
        # Cookies of one host are shared by all its ports: two servers on a machine must not overwrite each other's.
        self.cookie = f"partnering_{hashlib.sha256(secret.encode()).hexdigest()[:8]}"

    def sign(self, person: str) -> str:
        """The cookie's value for a person."""
        return str(self._signed.dumps(person))

    def read(self, value: str | None) -> tuple[str, int] | None:
        """The person a cookie names and its age in seconds; None if it is missing, forged or too old."""
        if not value:
            return None
        try:
            person, signed_at = self._signed.loads(value, max_age=_KEPT, return_timestamp=True)
        except BadData:
            return None
        age = datetime.now(UTC) - signed_at
        return (person, int(age.total_seconds())) if isinstance(person, str) else None


def person_of(request: HTTPConnection) -> str:
    """The person who asks; raise a 401 page if the browser sent no cookie of ours."""
    person = known_person(request)
    if person is None:
        raise HTTPException(
            401,
            "Your browser did not say who you are: its cookie is missing, too old, or switched off. "
            "Open the start page and allow cookies for this address.",
        )
    return person


def known_person(request: HTTPConnection) -> str | None:
    """The person who asks, or None."""
    person = request.scope.get(_PERSON)
    return person if isinstance(person, str) else None


def meet_anew(request: HTTPConnection) -> None:
    """With the answer to this request the browser gets the cookie of somebody new; the old one is overwritten."""
    request.scope[_RENEW]()


class IdentityMiddleware:
    """Notes who asks; gives a cookie to a browser that opens a page without one, and renews an old one."""

    def __init__(self, app: ASGIApp, identity: Identity) -> None:
        self._app = app
        self._identity = identity

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        known = self._identity.read(asked.cookies.get(self._identity.cookie))
        person, age = known or (None, 0)
        new = person is None and _opens_a_page(asked)
        if new:
            person = token_hex(16)
        scope[_PERSON] = person

        def renew() -> None:
            nonlocal person, new
            person, new = token_hex(16), True

        scope[_RENEW] = renew

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and person and (new or age > _RENEWED_AFTER):
                secure = "; Secure" if asked.url.scheme == "https" else ""
                MutableHeaders(scope=message).append(
                    "set-cookie",
                    f"{self._identity.cookie}={self._identity.sign(person)}; "
                    f"Path=/; Max-Age={_KEPT}; HttpOnly; SameSite=lax{secure}",
                )
            await send(message)

        await self._app(scope, receive, send_with_cookie)


def _opens_a_page(asked: HTTPConnection) -> bool:
    # Not for scripts, pictures and events of a page: many of them at once would each make somebody new.
    return asked.scope["method"] == "GET" and "text/html" in asked.headers.get("accept", "")


def read_secret(home: Path) -> str:
    """The secret of this data folder, made on first use and readable by its owner alone."""
    path = home / "cookie.secret"
    try:
        home.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(token_hex(32))
        except FileExistsError:
            pass
        secret = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"The file {path} cannot be read or written. Check PARTNERING_HOME and its rights.") from error
    if not secret:
        raise StoreError(f"The file {path} is empty. Delete it and start again; browsers will be met as new.")
    return secret
