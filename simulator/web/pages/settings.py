"""Settings: who plays the employee, hints, and where everything is kept. The key goes in and never comes out."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Form, HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from simulator.domain.endpoint import Endpoint, SpeechModels
from simulator.errors import ModelError, SettingsError
from simulator.settings import Settings, make_endpoint
from simulator.web.identity import person_of
from simulator.web.layout import draw
from simulator.web.pages.your_data import amount_of
from simulator.web.parts import Parts, parts_of
from simulator.web.wishes import keep_wish, wants, ways

if TYPE_CHECKING:
    from simulator.llm.probe import Probe

router = APIRouter()

Typed = Annotated[str, Form(max_length=2000)]


@dataclass(frozen=True)
class Shown:
    """What the form shows of an endpoint: all but the key."""

    address: str = ""
    model: str = ""
    has_key: bool = False
    speech: SpeechModels = field(default_factory=SpeechModels)


def _speech(hears: Typed = "", speaks: Typed = "", voice: Typed = "") -> SpeechModels:
    return SpeechModels(hears.strip(), speaks.strip(), voice.strip())


@router.get("/settings")
def show_settings(request: Request, kept: str = "") -> HTMLResponse:
    """The page as it stands."""
    done = {
        "model": "Kept. The next reply is spoken by this model.",
        "forgotten": "Forgotten: address, key and name are deleted from this computer.",
        "second": "Kept. It holds for rehearsals you open from now on.",
        "own-marks": "Kept. It holds for the next debrief you open.",
        "hints": "Kept. It holds for rehearsals you open from now on.",
        "speech": "Kept, for this browser.",
    }
    return _page(request, done=done.get(kept))


@router.post("/settings/model")
async def keep_model(
    request: Request,
    speech: Annotated[SpeechModels, Depends(_speech)],
    address: Typed = "",
    key: Typed = "",
    model: Typed = "",
    then: Typed = "",
) -> Response:
    """Keep an endpoint; with `then` = test, also say what works. An empty key field keeps the key of this address."""
    parts = _changeable(request)
    held = await run_in_threadpool(parts.endpoint_file.read)
    shown = Shown(address.strip(), model.strip(), has_key=False, speech=speech)
    try:
        endpoint = _typed(make_endpoint(address, key, model, speech), key, held)
        parts.voices.use(endpoint)
    except (SettingsError, ModelError) as error:
        return _page(request, problem=str(error), shown=shown, status=400)
    await run_in_threadpool(parts.endpoint_file.write, endpoint)
    return _page(request, probe=await parts.voices.probe()) if then == "test" else _back("model")


@router.post("/settings/test")
async def test_model(request: Request) -> HTMLResponse:
    """Say what works of the model in use."""
    found = await _changeable(request).voices.probe()
    if found is None:
        return _page(request, problem="There is no model to test: the built-in employee speaks.", status=400)
    return _page(request, probe=found)


@router.post("/settings/forget")
def forget_model(request: Request) -> RedirectResponse:
    """Delete what was entered here."""
    parts = _changeable(request)
    parts.endpoint_file.forget()
    parts.voices.use(None)
    return _back("forgotten")


@router.post("/settings/hints")
def set_hints(request: Request, hints: Typed = "off") -> RedirectResponse:
    """Whether rehearsals begin with hints; a wish of this browser, allowed on every server."""
    person_of(request)
    response = _back("hints")
    keep_wish(request, response, "hints", wanted=hints == "on")
    return response


@router.post("/settings/second-reader")
def set_second_reader(request: Request, second: Typed = "off") -> RedirectResponse:
    """Whether a model reads each line a second time as it is said; a wish of this browser, allowed on every server."""
    person_of(request)
    response = _back("second")
    keep_wish(request, response, "second-reader", wanted=second == "on")
    return response


@router.post("/settings/own-marks")
def set_own_marks(request: Request, marks: Typed = "on") -> RedirectResponse:
    """Whether one's own lines are marked before a debrief opens; a wish of this browser, allowed on every server."""
    person_of(request)
    response = _back("own-marks")
    keep_wish(request, response, "own-marks", wanted=marks != "off")
    return response


def _changeable(request: Request) -> Parts:
    person_of(request)
    parts = parts_of(request)
    if not parts.settings.loopback:
        raise HTTPException(
            403,
            "The model can be changed in the page only on a server that listens to its own machine alone. "
            "Here it is set by whoever runs the server, in its environment.",
        )
    return parts


def _typed(endpoint: Endpoint, key: str, held: Endpoint | None) -> Endpoint:
    if not key.strip() and held is not None and held.base_url == endpoint.base_url:
        # Only for the address it was given for: a key must not travel to another.
        return replace(endpoint, api_key=held.api_key)
    return endpoint


def _page(
    request: Request,
    *,
    done: str | None = None,
    problem: str | None = None,
    probe: "Probe | None" = None,
    shown: Shown | None = None,
    status: int = 200,
) -> HTMLResponse:
    parts = parts_of(request)
    held = parts.endpoint_file.read() if parts.settings.loopback else None
    entered = Shown(held.base_url, held.model, held.api_key != "none", held.speech) if held else Shown()
    endpoint = parts.voices.endpoint
    return draw(
        request,
        "settings.html",
        status,
        changeable=parts.settings.loopback,
        speaker=endpoint.model if endpoint else None,
        speaks_from=_where(parts, endpoint),
        shown=shown or entered,
        entered=held is not None,
        done=done,
        problem=problem,
        probe=probe,
        hints=wants(request, "hints"),
        second=wants(request, "second-reader"),
        own_marks=wants(request, "own-marks"),
        ways=ways(request),
        sound=_sound(parts),
        database=_database(parts.settings) if parts.settings.loopback else None,
        amount=amount_of(request),
    )


def _where(parts: Parts, endpoint: Endpoint | None) -> str:
    """Where the words go, as the end of a sentence."""
    if endpoint is None:
        return ""
    if parts.voices.served_here:
        return "served on this computer from the file that PARTNERING_GGUF names"
    return f"at {endpoint.base_url}" if parts.settings.loopback else "named by whoever runs this server"


def _sound(parts: Parts) -> dict[str, object]:
    """What the endpoint in use is named for, and where sound would go."""
    endpoint = parts.voices.endpoint
    named = endpoint.speech if endpoint else SpeechModels()
    by_name = endpoint is not None and parts.settings.loopback
    where = f"at {endpoint.host}" if endpoint and by_name else "that whoever runs this server has named"
    return {"hears": bool(named.hears), "speaks": bool(named.speaks), "where": where}


def _database(settings: Settings) -> str:
    """Where rehearsals lie; an address with a password in it is not shown."""
    file = settings.database_url.removeprefix("sqlite:///")
    return file if file != settings.database_url else "the database that PARTNERING_DATABASE_URL names"


def _back(kept: str) -> RedirectResponse:
    return RedirectResponse(f"/settings?kept={kept}", 303)
