"""The app: what it is made of, its pages, and the order in which a request passes through."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.cors import CORSMiddleware

from simulator.domain.rehearsal import Rehearsal
from simulator.library.scenarios import load_own
from simulator.session.counterfactual import Counterfactuals
from simulator.session.digesting import Digesting
from simulator.session.judging import SecondReader
from simulator.session.rehearsing import Rehearsing
from simulator.session.turn import shipped_taker
from simulator.session.voices import Voices
from simulator.session.warming import Warming
from simulator.settings import Settings, quieten_gradio
from simulator.store.branches import BranchStore
from simulator.store.database import Database
from simulator.store.digests import DigestStore
from simulator.store.endpoint_file import EndpointFile
from simulator.store.everything import EverythingStore
from simulator.store.rehearsals import RehearsalStore
from simulator.store.talks import TalkStore
from simulator.web.guard import GuardMiddleware
from simulator.web.identity import Identity, IdentityMiddleware, read_secret
from simulator.web.layout import STATIC
from simulator.web.pages import (
    branches,
    brief,
    compare,
    debrief,
    drills,
    health,
    papers,
    progress,
    rate,
    rehearsal,
    situation_card,
    situation_talk,
    situations,
    speech,
    start,
    talks,
    your_data,
)
from simulator.web.pages import settings as settings_page
from simulator.web.parts import Parts
from simulator.web.problems import add_problems, answer_problem


def build_app(settings: Settings) -> FastAPI:
    """The whole app, with its database open. Raises StoreError, ContentError or ArtefactError if it cannot start."""
    load_own(settings.scenarios)
    identity = Identity(read_secret(settings.home))
    database = Database(settings.database_url)
    store = RehearsalStore(database)
    voices = Voices(settings)
    taker = shipped_taker()
    second_reader = SecondReader(store, taker, voices.model)
    plays = Counterfactuals(taker, voices.voice_for)

    def answered(person: str, rehearsal: Rehearsal) -> None:
        if rehearsal.second_reader:
            second_reader.start(person, rehearsal.id)

    rehearsing = Rehearsing(store, taker, voices.voice_for, answered)
    digesting = Digesting(DigestStore(database), rehearsing)
    endpoint_file = EndpointFile(settings.home)
    voices.open()
    chosen = endpoint_file.read() if settings.loopback else None
    if chosen is not None:
        voices.use(chosen)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        warming = Warming()
        warming.start()
        yield
        await asyncio.to_thread(warming.close)
        await rehearsing.close()
        await second_reader.close()
        await plays.close()
        await asyncio.to_thread(digesting.close)
        voices.close()
        database.close()

    app = FastAPI(title="Partnering Practice", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    branch_store = BranchStore(database)
    app.state.parts = Parts(
        settings,
        store,
        rehearsing,
        voices,
        endpoint_file,
        second_reader,
        TalkStore(database),
        EverythingStore(database),
        branch_store,
        plays,
        digesting,
    )
    for page in (
        start,
        brief,
        rehearsal,
        branches,
        compare,
        rate,
        debrief,
        papers,
        drills,
        progress,
        situations,
        situation_talk,
        situation_card,
        settings_page,
        speech,
        talks,
        your_data,
        health,
    ):
        app.include_router(page.router)
    # Browsers ask for it on pages that are not ours to draw; Gradio would answer with its own.
    app.add_api_route("/favicon.ico", lambda: FileResponse(STATIC / "see-saw.svg"), include_in_schema=False)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    add_problems(app)
    # Added last is met first. The empty list is what makes Gradio drop its own permissive answers to other origins.
    app.add_middleware(CORSMiddleware, allow_origins=[])
    app.add_middleware(IdentityMiddleware, identity=identity)
    app.add_middleware(GuardMiddleware, loopback=settings.loopback, refuse=answer_problem)
    quieten_gradio()
    from simulator.web.rehearse.page import mount_rehearse  # noqa: PLC0415 - Gradio reads its switches at import

    mount_rehearse(app, rehearsing, settings)
    return app
