"""Browsers without a browser: an app of its own folder, and people who visit it over an in-process transport."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient

from simulator.domain.endpoint import Endpoint
from simulator.domain.rehearsal import Preparation
from simulator.library.scenarios import load_scenario
from simulator.settings import Settings
from simulator.store.self_ratings import SelfRatingStore
from simulator.web.application import build_app
from simulator.web.identity import Identity, read_secret
from simulator.web.parts import Parts

ADDRESS = "http://127.0.0.1:7860"
PAGE = {"accept": "text/html"}
PAULA = "paula-first-meeting"
EIGHT_LINES = (
    "Thanks for making the time.",
    "What matters most to you about the work here?",
    "So the weeks have felt long to you since the reorganisation?",
    "I need something honest to tell my VP, and I would like to find it with you.",
    "You found rebates counted twice last March, which nobody in finance had seen.",
    "Let me take the two reports off your plate, I'll do them myself.",
    "What options do you see?",
    "You draft an outline by Thursday, I tell my VP, and we check in on Friday. Does that work for you?",
)


def open_app(
    home: Path, *, host: str = "127.0.0.1", endpoint: Endpoint | None = None, scenarios: Path | None = None
) -> FastAPI:
    """An app that keeps everything in `home`; `scenarios` is a folder of its owner's own."""
    database = f"sqlite:///{home / 'kept.sqlite3'}"
    settings = Settings(
        home=home,
        database_url=database,
        host=host,
        port=7860,
        endpoint=endpoint,
        gguf=None,
        scenarios=scenarios,
    )

    async def build() -> FastAPI:
        # Outside a running loop Gradio makes loops of its own and never closes them, which the next test would be told.
        return build_app(settings)

    return asyncio.run(build())


def parts(app: FastAPI) -> Parts:
    """What the app is made of."""
    made = app.state.parts
    assert isinstance(made, Parts)
    return made


class Visitor(TestClient):
    """Somebody with a browser of their own. Redirections are shown, not followed."""

    def __init__(self, app: FastAPI, *, quiet: bool = True, address: str = ADDRESS) -> None:
        super().__init__(app, base_url=address, headers=PAGE, follow_redirects=False, raise_server_exceptions=quiet)
        self.made = parts(app)

    @property
    def person(self) -> str:
        """Their id, which only the server can read."""
        identity = Identity(read_secret(self.made.settings.home))
        if identity.cookie not in self.cookies:
            self.get("/")
        found = identity.read(self.cookies.get(identity.cookie))
        assert found
        return found[0]

    def sit_down(
        self, scenario: str = PAULA, said: Sequence[str] = (), *, ended: bool = False, waits: bool = False
    ) -> str:
        """A rehearsal of theirs with these lines said; return its id.

        When it has ended they skip marking their own lines, unless it still `waits` for that.
        """
        rehearsing, person = self.made.rehearsing, self.person
        opened = rehearsing.open(person, load_scenario(scenario), Preparation(answers=None, energy=6), seed=1)

        async def talk() -> None:
            for number, line in enumerate(said, 1):
                async for _ in rehearsing.say(person, opened.id, line, f"press-{number}", number):
                    pass

        asyncio.run(talk())
        if ended:
            self.made.store.end(person, opened.id)
            if not waits:
                self.skip(opened.id)
        return opened.id

    def skip(self, rehearsal: str) -> None:
        """Press "Skip this" where one's own lines could be marked."""
        SelfRatingStore(self.made.store.database).finish(self.person, rehearsal, {}, "skipped")
