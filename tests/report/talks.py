"""A small situation of its own, and rehearsals of it whose readings are given."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from simulator.domain.debrief import Debrief
from simulator.domain.finding import Finding, Reading
from simulator.domain.marked import Reliability
from simulator.domain.rehearsal import Exchange, Preparation, Rehearsal
from simulator.domain.scenario import Scenario
from simulator.domain.scorecard import Scorecard
from simulator.domain.trail import Moment
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_engine, load_scenario
from simulator.report.debrief import build_debrief
from simulator.scoring.conversation import Scorer
from simulator.session.turn import TurnTaker, trail_of
from tests.scoring.conversations import GivenReader

RUBRIC = load_rubric()
SECRETS = ("zebra", "quince", "violin", "harbour")
"""A word in each fact that stands nowhere else."""


def _situation() -> Scenario:
    raw = load_scenario("paula-first-meeting").model_dump(mode="json")
    deep: list[dict[str, object]] = [
        {"tier": 1, "need": None},
        {"tier": 1, "need": None},
        {"tier": 2, "need": "meaning"},
        {"tier": 3},
    ]
    raw |= {
        "id": "small",
        "title": "The small situation",
        "facts": [
            depth | {"id": f"fact-of-the-{secret}", "text": f"She keeps the {secret} to herself.", "tells": [[secret]]}
            for secret, depth in zip(SECRETS, deep, strict=True)
        ],
        "subjects": [{"id": "work", "words": ["work"]}, {"id": "reports", "words": ["report"]}],
        "need_subject": "work",
        "tension": None,
        "unlocks": [
            {"tier": 1, "now": [{"move": "ASK"}]},
            {"tier": 2, "now": [{"move": "SHARE"}]},
            {"tier": 3, "now": [{"move": "CONFIRM"}]},
        ],
        "deflators": [{"when": {"move": "ASSUME"}, "change": {"energy": -10, "tier": -1}}],
        "boundaries": [],
        "rewrites": [
            {"move": "RESCUE", "line": "What would you keep?"},
            {"move": "RESCUE", "about": "reports", "line": "The reports stay with you. What is in the way?"},
            {"move": "RESCUE", "about": "work", "line": "Which work would you fight for?"},
            {"move": "S2", "line": "Is it the kind of work, or something else?"},
        ],
        "endings": {"partnering": "Level, at the door.", "parenting": "A nice chat, and the plank aslant."},
    }
    return Scenario.model_validate_json(json.dumps(raw))


SMALL = _situation()


@dataclass(frozen=True)
class Said:
    """A leader line with its codes (each on the words given, or on all of it) and the reply."""

    text: str
    codes: dict[str, str]
    reply: str
    confidence: float = 0.9


def say(text: str, *codes: str, reply: str = "[nods] Hm.", confidence: float = 0.9, **on: str) -> Said:
    """A line whose `codes` are carried by the whole of it, and those in `on` by the words given."""
    return Said(text, dict.fromkeys(codes, text) | on, reply, confidence)


def _reading(said: Said) -> Reading:
    return Reading(
        findings=tuple(
            Finding(
                code=code,
                quote=quote,
                start=(start := said.text.index(quote)),
                end=start + len(quote),
                confidence=said.confidence,
            )
            for code, quote in said.codes.items()
        )
    )


@dataclass(frozen=True)
class Talk:
    """A rehearsal with all that is made of it."""

    scenario: Scenario
    rehearsal: Rehearsal
    scorecard: Scorecard
    trail: tuple[Moment, ...]

    def debrief(self, reliability: dict[str, Reliability] | None = None) -> Debrief:
        return build_debrief(self.scenario, RUBRIC, self.rehearsal, self.scorecard, self.trail, reliability)


def rehearse(lines: Sequence[Said], scenario: Scenario = SMALL, **kept: object) -> Talk:
    """Say the lines, with the readings they name; `kept` goes into the Rehearsal."""
    exchanges = tuple(
        Exchange(
            number=number,
            leader=said.text,
            reading=_reading(said),
            reply=said.reply,
            status="complete",
            voice="authored",
            note=None,
        )
        for number, said in enumerate(lines, start=1)
    )
    rehearsal = Rehearsal(
        id="r1",
        person="the-person-s-key",
        scenario=scenario.id,
        scenario_version=scenario.version,
        seed=7,
        preparation=Preparation(answers=(1, 2, 3), energy=6),
        opened_at=datetime(2026, 11, 21, 18, 0, tzinfo=UTC),
        ended_at=None,
        energy_after=7,
        hold_me_to=None,
        hints=False,
        draft="not sent yet",
        exchanges=exchanges,
    ).model_copy(update=kept)
    scorer = Scorer(RUBRIC, GivenReader({}))
    taker = TurnTaker(RUBRIC, load_engine(), scorer)
    trail = trail_of(scenario, taker.opening(scenario, rehearsal), taker.replay(scenario, rehearsal))
    transcript = rehearsal.transcript(scenario.persona.opening)
    return Talk(scenario, rehearsal, scorer.score(transcript, scenario, rehearsal.readings(transcript)), trail)
