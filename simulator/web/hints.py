"""Whether a browser wants hints when a rehearsal opens: a plain cookie, for it is no secret and no identity."""

from starlette.requests import Request
from starlette.responses import Response

_COOKIE = "partnering_hints"
_YEAR = 365 * 24 * 60 * 60


def wants_hints(request: Request) -> bool:
    """Whether new rehearsals begin with hints."""
    return request.cookies.get(_COOKIE) == "on"


def keep_hints(request: Request, response: Response, *, wanted: bool) -> None:
    """Remember the wish in this browser."""
    response.set_cookie(
        _COOKIE,
        "on" if wanted else "off",
        max_age=_YEAR,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
