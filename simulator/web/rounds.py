"""A round of drills in the browser: a plain cookie that says when it began and which cards it deals."""

import re
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from simulator.domain.drill import KINDS, DrillKind
from simulator.session.drilling import Round

_COOKIE = "partnering_round"
_YEAR = 365 * 24 * 60 * 60
_LATEST = 2**42
"""Milliseconds: a round cannot begin after the year 2109."""
_FORM = re.compile(r"(\d{1,13})\.([a-z]+(?:-[a-z]+)*)\.(own|shipped)")


def now() -> datetime:
    """UTC without a zone, as the database keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)


def round_of(request: Request) -> Round | None:
    """The round this browser began last; None if it began none, or its cookie is not ours."""
    found = _FORM.fullmatch(request.cookies.get(_COOKIE, ""))
    kinds = read_kinds(found.group(2).split("-")) if found else ()
    if found is None or not kinds or int(found.group(1)) > _LATEST:
        return None
    started = datetime.fromtimestamp(int(found.group(1)) / 1000, UTC).replace(tzinfo=None)
    return Round(started, kinds, own=found.group(3) == "own")


def keep_round(request: Request, response: Response, round_: Round) -> None:
    """Remember a round in this browser."""
    started = int(round_.started.replace(tzinfo=UTC).timestamp() * 1000)
    response.set_cookie(
        _COOKIE,
        f"{started}.{'-'.join(round_.kinds)}.{'own' if round_.own else 'shipped'}",
        max_age=_YEAR,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )


def forget_round(response: Response) -> None:
    """Have this browser remember no round any more."""
    response.delete_cookie(_COOKIE)


def read_kinds(words: list[str]) -> tuple[DrillKind, ...]:
    """The kinds named by a form, in their own order; what is no kind is passed over."""
    return tuple(kind for kind in KINDS if kind in words)
