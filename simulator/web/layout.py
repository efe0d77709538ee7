"""Drawing a reading page: templates, what every one of them is given, and how a page says that something went wrong."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request

from simulator.report.phrases import starting
from simulator.web.guard import page_headers

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
_ASIDE = re.compile(r"\[[^\]]*\]")


def _with_asides(text: str) -> Markup:
    """A spoken line, escaped, with its body language in brackets and as `<i>`."""
    drawn: list[Markup] = []
    end = 0
    for found in _ASIDE.finditer(text):
        drawn += [escape(text[end : found.start()]), Markup("<i>{}</i>").format(found.group())]
        end = found.end()
    return Markup("").join([*drawn, escape(text[end:])])


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["with_asides"] = _with_asides
    environment.filters["begin"] = starting
    return environment


_TEMPLATES = _environment()


def draw(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """A page from a template."""
    text = fill(template, path=request.url.path, **values)
    return HTMLResponse(text, status, headers=page_headers(request.url.path))


def fill(template: str, **values: object) -> str:
    """A template as text: a whole page, or the piece of one. Whatever a person typed is escaped by it."""
    given: Mapping[str, object] = values
    return _TEMPLATES.get_template(template).render(given)


def draw_problem(request: Request, status: int, sentence: str) -> HTMLResponse:
    """A page that says what happened and what to do."""
    titles = {
        400: "That did not arrive whole",
        401: "We have not met",
        403: "Not from here",
        404: "There is nothing here",
        405: "There is nothing here",
        409: "It went on elsewhere",
        413: "Too long for one go",
        503: "It could not be saved just now",
    }
    title = titles.get(status, "Something went wrong on our side" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "")
    return draw(request, "problem.html", status, title=title or "That did not work", sentence=sentence)
