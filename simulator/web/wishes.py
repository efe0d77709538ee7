"""What a browser wishes for when a rehearsal opens: plain cookies, for they are no secret and no identity."""

from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

Wish = Literal["hints", "second-reader"]
_YEAR = 365 * 24 * 60 * 60


def wants(request: Request, wish: Wish) -> bool:
    """Whether new rehearsals begin with it."""
    return request.cookies.get(_cookie(wish)) == "on"


def keep_wish(request: Request, response: Response, wish: Wish, *, wanted: bool) -> None:
    """Remember a wish in this browser."""
    response.set_cookie(
        _cookie(wish),
        "on" if wanted else "off",
        max_age=_YEAR,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )


def _cookie(wish: Wish) -> str:
    return f"partnering_{wish.replace('-', '_')}"
