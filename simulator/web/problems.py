"""Errors as pages in our own look (or as JSON under /api): a sentence that says what to do, never a traceback."""

from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from simulator.errors import (
    ConflictError,
    InputError,
    ModelError,
    NotFoundError,
    SettingsError,
    SimulatorError,
    StoreError,
)
from simulator.web.layout import draw_problem

_STATUS: tuple[tuple[type[SimulatorError], int], ...] = (
    (NotFoundError, 404),
    (ConflictError, 409),
    (InputError, 400),
    (SettingsError, 400),
    (StoreError, 503),
    (ModelError, 502),
)
_PLAIN = {
    404: "This address leads nowhere, or to something that is not yours to see. Your rehearsals are on the start page.",
    405: "This address is not opened like that. Begin again from the start page.",
    413: "That is too long to take in one go. Make it shorter and send it again.",
}


async def answer_problem(request: Request, status: int, sentence: str) -> Response:
    """The sentence as a page, or as JSON for a script."""
    if request.url.path.startswith("/api/") or request.url.path == "/health":
        return JSONResponse({"error": sentence}, status)
    return draw_problem(request, status, sentence)


def add_problems(app: FastAPI) -> None:
    """Answer every error of the app."""
    app.add_exception_handler(SimulatorError, _ours)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(Exception, _unforeseen)


async def _ours(request: Request, error: Exception) -> Response:
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    return await answer_problem(request, status, str(error))


async def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.INTERNAL_SERVER_ERROR
    said = error.detail if isinstance(error, HTTPException) else ""
    # Starlette's own details are phrases of the protocol ("Not Found"): ours are sentences.
    ours = (
        said
        if said.endswith(".")
        else _PLAIN.get(status, "That did not work. Go back to the start page and try again.")
    )
    return await answer_problem(request, status, ours)


async def _malformed(request: Request, _error: Exception) -> Response:
    return await answer_problem(
        request,
        400,
        "Part of the form was missing or not what it should be. Go back, look through it and send it again.",
    )


async def _unforeseen(request: Request, _error: Exception) -> Response:
    # The server's log has the traceback; the page has what helps the person.
    return await answer_problem(
        request,
        500,
        "Something failed that should not have. What you said in a rehearsal is kept; go to the start page.",
    )
