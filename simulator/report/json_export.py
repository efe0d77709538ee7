"""A Debrief with its transcript and scorecard as JSON. `SCHEMA_VERSION` is raised when a field changes its meaning."""

import json
from dataclasses import asdict
from typing import Any

from simulator.domain.debrief import Debrief
from simulator.domain.rehearsal import Rehearsal
from simulator.domain.scorecard import Scorecard

SCHEMA_VERSION = 1


def to_json(debrief: Debrief, scorecard: Scorecard, rehearsal: Rehearsal) -> str:
    """One JSON object, keys in the order of the fields, ending with a line feed.

    The person's id and the unsent draft stay out of it.
    """
    document: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "rehearsal": rehearsal.model_dump(
            mode="json",
            include={
                "id",
                "scenario",
                "scenario_version",
                "seed",
                "preparation",
                "opened_at",
                "ended_at",
                "energy_after",
                "hold_me_to",
                "self_rated",
            },
            # An own situation holds what was not told.
            exclude={"preparation": {"own"}},
        ),
        "transcript": {
            "scenario": scorecard.scenario,
            "turns": [{"speaker": turn.speaker, "text": turn.text} for turn in scorecard.turns],
        },
        "debrief": asdict(debrief),
        "scorecard": scorecard.model_dump(mode="json"),
    }
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
