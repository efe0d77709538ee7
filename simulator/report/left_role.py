"""A talk that left what can be rehearsed: what was said and which help fits. Nothing in it is judged or counted."""

import json
from dataclasses import dataclass
from datetime import datetime

from simulator.domain.out_of_scope import LeftRole
from simulator.domain.transcript import Speaker
from simulator.report.json_export import SCHEMA_VERSION
from simulator.report.markdown import inline, plain


@dataclass(frozen=True)
class SaidTurn:
    """One turn as it was said, unescaped."""

    speaker: Speaker
    name: str
    """"You", or the employee's name."""
    text: str


@dataclass(frozen=True)
class LeftTalk:
    """What a page, a Markdown file and a JSON file of such a talk are drawn from."""

    id: str
    scenario: str
    title: str
    employee: str
    opened_at: datetime
    ended_at: datetime | None
    kind: str
    """A key of `kinds` in scenarios/out-of-scope.yaml."""
    told: LeftRole
    why_not: str
    """Why there is no score, as a sentence."""
    turns: tuple[SaidTurn, ...]


def left_markdown(talk: LeftTalk) -> str:
    """The talk as Markdown, help first; ends with a line feed."""
    blocks = [
        f"# {inline(talk.title)}",
        plain(talk.told.lead),
        *(plain(sentence) for sentence in talk.told.help),
        plain(" ".join(talk.told.kept)),
        "## What was said",
    ]
    for turn in talk.turns:
        blocks += [f"**{plain(turn.name)}**", f"> “{inline(turn.text)}”"]
    return "\n\n".join(blocks) + "\n"


def left_json(talk: LeftTalk) -> str:
    """One JSON object in the form of a debrief's, without debrief and findings; ends with a line feed."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "rehearsal": {
            "id": talk.id,
            "scenario": talk.scenario,
            "opened_at": talk.opened_at.isoformat(),
            "ended_at": talk.ended_at.isoformat() if talk.ended_at else None,
            "left_role": talk.kind,
        },
        "transcript": {
            "scenario": talk.scenario,
            "turns": [{"speaker": turn.speaker, "text": turn.text} for turn in talk.turns],
        },
        "told": talk.told.model_dump(mode="json"),
        "scorecard": {"scored": False, "why_not": talk.why_not},
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
