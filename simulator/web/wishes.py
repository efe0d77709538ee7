"""What a browser wishes for when a rehearsal opens or ends: plain cookies, for they are no secret and no identity."""

from dataclasses import dataclass
from typing import Literal, get_args

from starlette.requests import Request
from starlette.responses import Response

Wish = Literal["hints", "second-reader", "own-marks", "own-drills"]
_UNLESS_REFUSED: frozenset[Wish] = frozenset({"own-marks", "own-drills"})
"""Wishes that hold for a browser that never said."""
_YEAR = 365 * 24 * 60 * 60
_WAYS = "partnering_speech"

Way = Literal["off", "browser", "endpoint"]
"""By what sound is made or understood: nothing, the browser itself, the model of the settings."""


@dataclass(frozen=True)
class Ways:
    """How a browser's person wants to speak and to listen."""

    speak: Way = "off"
    listen: Way = "off"


def wants(request: Request, wish: Wish) -> bool:
    """Whether it holds in this browser."""
    return request.cookies.get(_cookie(wish), "on" if wish in _UNLESS_REFUSED else "off") == "on"


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


def ways(request: Request) -> Ways:
    """How they want to speak and to listen in this browser."""
    known: dict[str, Way] = {way: way for way in get_args(Way)}
    speak, _, listen = request.cookies.get(_WAYS, "").partition("-")
    return Ways(known.get(speak, "off"), known.get(listen, "off"))


def keep_ways(request: Request, response: Response, kept: Ways) -> None:
    """Remember it; for nothing at all no cookie is kept. The page's script reads it, to ask nothing where it is off."""
    if kept == Ways():
        response.delete_cookie(_WAYS)
        return
    secure = request.url.scheme == "https"
    response.set_cookie(_WAYS, f"{kept.speak}-{kept.listen}", max_age=_YEAR, samesite="lax", secure=secure)


def forget_wishes(response: Response) -> None:
    """Have this browser wish for nothing any more."""
    response.delete_cookie(_WAYS)
    for wish in get_args(Wish):
        response.delete_cookie(_cookie(wish))


def _cookie(wish: Wish) -> str:
    return f"partnering_{wish.replace('-', '_')}"
