"""Speaks to the conversation page as a browser does: forms, cookie, Gradio's queue, server-sent events."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any, Self

import httpx

_QUEUE = "/rehearse/gradio_api/queue"
_ENDS = ('data: {"msg":"process_completed"', 'data: {"msg":"close_stream"')
_PAGE = {"accept": "text/html"}


@dataclass
class Learner:
    """One browser with a rehearsal open."""

    client: httpx.AsyncClient
    events: dict[str, int]
    rehearsal: str
    session: str = field(default_factory=lambda: token_hex(6))
    """Gradio's own name for one page that was opened; it says nothing about who asks."""

    @classmethod
    async def sit_down(
        cls, client: httpx.AsyncClient, scenario: str = "paula-first-meeting", events: dict[str, int] | None = None
    ) -> Self:
        """Visit the start page for the cookie and open a rehearsal; `events` saves asking which event is which."""
        (await client.get("/", headers=_PAGE)).raise_for_status()
        opened = await client.post("/rehearsals", data={"scenario": scenario})
        found = re.search(r"r=([0-9a-f]+)", opened.headers["location"])
        assert found, opened.headers
        return cls(client, events or _events((await client.get("/rehearse/config")).json()), found.group(1))

    async def happens(self, event: str, turn: int = 1, submission: str = "", *given: object) -> AsyncIterator[str]:
        """Trigger an event of the page; yield each message of it as it stands in the stream, until it has ended."""
        asked = {"rehearsal": self.rehearsal, "turn": turn, "submission": submission, "calm": True, "hint": 0}
        body = {
            "data": [json.dumps(asked), *given],
            "fn_index": self.events[event],
            "session_hash": self.session,
            "event_data": None,
            "trigger_id": None,
        }
        joined = await self.client.post(f"{_QUEUE}/join", json=body)
        joined.raise_for_status()
        async with self.client.stream("GET", f"{_QUEUE}/data", params={"session_hash": self.session}) as stream:
            stream.raise_for_status()
            async for line in stream.aiter_lines():
                if line.startswith("data: "):
                    yield line
                    if line.startswith(_ENDS):
                        return

    def say(self, text: str, turn: int, submission: str) -> AsyncIterator[str]:
        """Say a line."""
        return self.happens("send", turn, submission, text)

    def load(self) -> AsyncIterator[str]:
        """What the page does when it is opened."""
        return self.happens("load")


def _events(config: dict[str, Any]) -> dict[str, int]:
    """The number of each event, by the elem_id of what triggers it; `load` for the page's own."""
    names = {part["id"]: part["props"].get("elem_id") for part in config["components"]}
    found = {}
    for event in config["dependencies"]:
        target, trigger = event["targets"][0]
        found["load" if trigger == "load" else names[target]] = event["id"]
    return found
