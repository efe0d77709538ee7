"""The conversation page: its pieces on a Gradio page, its events, and how it is mounted in our app.

Nothing of a conversation lives here or in the browser: each event asks who is there by our cookie, and the store
whether the rehearsal is theirs. Hidden pieces and private events protect nothing and are not meant to.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import gradio as gr
from fastapi import FastAPI, HTTPException
from fastapi.responses import RedirectResponse
from gradio.components import Component

from simulator.errors import NotFoundError, SimulatorError
from simulator.session.rehearsing import Rehearsing
from simulator.settings import Settings
from simulator.web.identity import known_person, person_of
from simulator.web.layout import fill
from simulator.web.rehearse import drawing
from simulator.web.rehearse.asked import read_asked
from simulator.web.rehearse.conversation import Conversation, View
from simulator.web.rehearse.first_sight import FirstSightMiddleware

_PATH = "/rehearse"
_LIVE_LEARNERS = 200
_WAITING_EVENTS = 500
_KEPT_SESSIONS = 300
_ICON = "/static/see-saw.svg"
_HEAD = (
    f'<link rel="icon" href="{_ICON}" type="image/svg+xml">'
    '<link rel="stylesheet" href="/static/style.css"><link rel="stylesheet" href="/static/rehearse.css">'
    '<link rel="stylesheet" href="/static/branches.css">'
    '<link rel="stylesheet" href="/static/speech.css">'
    '<script src="/static/rehearse.js"></script>'
    '<script src="/static/speech-choices.js"></script><script src="/static/speech-tape.js"></script>'
    '<script src="/static/speech.js"></script>'
)
_ASK = "async (...given) => { while (!window.partnering) await new Promise(r => setTimeout(r, 10)); return %s; }"
"""Every event's facts are put together in the browser, also before our script has arrived."""

_HINTS = "Ask me a question now and then"
_NO_BROWSER = "This page is opened in a browser."
_BOX = "What do you say?"
_PLACEHOLDER = "What do you say? Enter says it, Shift and Enter make a new line."

_STANDING = ("talk", "now", "pictures", "word")
"""Pieces that nothing but the conversation itself changes: sent again with each view, they stay what they are."""

Event = Callable[..., AsyncIterator[View]]


def mount_rehearse(app: FastAPI, rehearsing: Rehearsing, settings: Settings) -> None:
    """Mount the page at /rehearse. The environment must be quietened before this module is imported."""

    @app.get("/manifest.json")
    def manifest() -> dict[str, object]:
        # Gradio's page asks for it at the root, whatever path it is mounted at.
        return {"name": "Partnering Practice", "icons": [{"src": _ICON, "sizes": "any"}]}

    @app.get("/favicon.ico")
    def favicon() -> RedirectResponse:
        # Browsers ask for it before Gradio has put our head into the page.
        return RedirectResponse(_ICON, 308)

    gr.mount_gradio_app(
        app,
        _page(Conversation(rehearsing)),
        path=_PATH,
        server_name=settings.host,
        server_port=settings.port,
        auth_dependency=known_person,
        footer_links=[],
        run_history=False,
        show_error=False,
        allowed_paths=[],
        enable_monitoring=False,
        mcp_server=False,
        ssr_mode=False,
        pwa=False,
        max_file_size=0,
        # Named as plain strings: a theme's own fonts would be loaded from elsewhere.
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["monospace"]),
        head=_HEAD,
    )
    app.add_middleware(FirstSightMiddleware, path=_PATH)


def _page(conversation: Conversation) -> gr.Blocks:
    page = gr.Blocks(title="Rehearse · Partnering Practice", analytics_enabled=False)
    with page:
        _piece("top", fill("top.html", path=_PATH))
        asked = gr.Textbox(visible=False)
        with gr.Column(elem_id="room"):
            pieces: dict[str, Component] = {"who": _piece("who")}
            with gr.Column(elem_id="beside"):
                pieces["pictures"] = _piece("pictures")
                with gr.Column(elem_id="drawers"):
                    hints_on = gr.Checkbox(label=_HINTS, elem_id="hints-on", container=False)
                    pieces["hint"] = _piece("hint")
                    other = gr.Button("Another question", elem_id="other-hint")
                    fresh = gr.Button("A question for now", elem_id="fresh-hint")
                    pieces["brief"] = _piece("brief")
                    _piece("speech-choices", fill("rehearse/speech-drawer.html"))
            pieces |= {name: _piece(name) for name in ("talk", "now")}
            with gr.Column(elem_id="composer"):
                pieces["word"] = _piece("word")
                _piece("told", fill("rehearse/told.html"))
                _piece("sound", fill("rehearse/sound.html"))
                box = gr.Textbox(
                    elem_id="box", label=_BOX, placeholder=_PLACEHOLDER, lines=2, max_lines=8, container=False
                )
                with gr.Row(elem_id="presses"):
                    send = gr.Button("Say it", elem_id="send", variant="primary")
                    _piece("speech-presses", fill("rehearse/speech-presses.html"))
                    stuck = gr.Button("Ask for the reply again", elem_id="again")
                    pieces["ending"] = _piece("ending")
        _piece("lost", fill("rehearse/lost.html"))
        pieces |= {"hints_on": hints_on, "box": box}

        def on(trigger: Callable[..., object], event: Event, js: str, given: Sequence[Component], *drawn: str) -> None:
            trigger(
                _handler(event, drawn),
                inputs=[asked, *given],
                outputs=[pieces[name] for name in drawn],
                js=_ASK % js,
                # What is drawn is text already; Gradio would send each piece through a thread of its own.
                postprocess=False,
                show_progress="hidden",
                trigger_mode="multiple",
                concurrency_limit=None,
                api_visibility="private",
            )

        facts = "partnering.asked()"
        on(page.load, conversation.open, f"[{facts}]", [], *pieces)
        on(send.click, conversation.say, "partnering.said()", [box], *_STANDING)
        on(stuck.click, conversation.again, f"[{facts}]", [], *_STANDING)
        on(other.click, conversation.other_hint, f"[{facts}]", [], "hint", "word")
        on(fresh.click, conversation.fresh_hint, f"[{facts}]", [], "hint", "word")
        on(
            hints_on.input,
            lambda who, asked, on: conversation.switch_hints(who, asked, shown=bool(on)),
            f"[{facts}, given[1]]",
            [hints_on],
            "hint",
            "word",
        )
    page.max_threads = _LIVE_LEARNERS
    page.queue(default_concurrency_limit=None, max_size=_WAITING_EVENTS)
    page.state_session_capacity = _KEPT_SESSIONS
    return page


def _piece(name: str, value: str = "") -> gr.HTML:
    return gr.HTML(value, elem_id=name, apply_default_css=False, js_on_load=None)


def _handler(event: Event, drawn: Sequence[str]) -> Callable[..., AsyncIterator[list[object]]]:
    """A Gradio handler around an event: who asks is read from the cookie, views become values of the pieces `drawn`."""

    # Gradio finds the request by its annotation, and only in front of arguments without names.
    async def handle(request: gr.Request, asked: object, *given: Any) -> AsyncIterator[list[object]]:  # noqa: ANN401
        # To skip a piece costs Gradio a new component, a value costs nothing. But what a person or another event may
        # have changed meanwhile is never sent twice.
        standing: dict[str, object] = {}

        def values(view: View) -> list[object]:
            new = {name: value for name, value in vars(view).items() if value is not None}
            standing.update((name, value) for name, value in new.items() if name in _STANDING)
            return [(new | standing).get(name, gr.skip()) for name in drawn]

        try:
            if request.request is None:
                raise NotFoundError(_NO_BROWSER)
            person = person_of(request.request)
            async for view in event(person, read_asked(asked), *given):
                yield values(view)
        except (SimulatorError, HTTPException) as error:
            sentence = error.detail if isinstance(error, HTTPException) else str(error)
            yield values(View(word=drawing.word(sentence)))

    return handle
