"""A talk as it was said, where no debrief of it is to be had: still open, not looked at, or its situation is gone."""

import json
from collections.abc import Sequence

from simulator.domain.rehearsal import Rehearsal
from simulator.report.json_export import SCHEMA_VERSION
from simulator.report.left_role import SaidTurn
from simulator.report.markdown import inline, plain


def plain_markdown(title: str, why: str, turns: Sequence[SaidTurn]) -> str:
    """The words alone; `why` says as a sentence why that is all. Ends with a line feed."""
    blocks = [f"# {inline(title)}", plain(why), "## What was said"]
    for turn in turns:
        blocks += [f"**{plain(turn.name)}**", f"> “{inline(turn.text)}”"]
    return "\n\n".join(blocks) + "\n"


def plain_json(rehearsal: Rehearsal, why: str, turns: Sequence[SaidTurn]) -> str:
    """One JSON object in the form of a debrief's, without debrief and scorecard; ends with a line feed."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "rehearsal": {
            "id": rehearsal.id,
            "scenario": rehearsal.scenario,
            "opened_at": rehearsal.opened_at.isoformat(),
            "ended_at": rehearsal.ended_at.isoformat() if rehearsal.ended_at else None,
        },
        "transcript": {
            "scenario": rehearsal.scenario,
            "turns": [{"speaker": turn.speaker, "text": turn.text} for turn in turns],
        },
        "scorecard": {"scored": False, "why_not": why},
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
