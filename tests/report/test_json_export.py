import json

from simulator.report.json_export import SCHEMA_VERSION, to_json
from tests.report.talks import rehearse, say

LINES = [say("I'll do it for you, über 😀.", "RESCUE"), say("What matters at work?", "ASK")] * 3


def _exported() -> str:
    talk = rehearse(LINES)
    return to_json(talk.debrief(), talk.scorecard, talk.rehearsal)


def test_it_holds_version_transcript_debrief_and_scorecard_in_this_order() -> None:
    document = json.loads(_exported())
    assert list(document) == ["schema_version", "rehearsal", "transcript", "debrief", "scorecard"]
    assert document["schema_version"] == SCHEMA_VERSION
    assert document["transcript"]["turns"][1] == {"speaker": "leader", "text": LINES[0].text}
    assert list(document["debrief"])[-4:] == ["verdict", "rubric_version", "reader_version", "credit"]
    assert list(document["debrief"])[3] == "strength"


def test_its_transcript_can_be_scored_anywhere() -> None:
    document = json.loads(_exported())
    assert set(document["transcript"]) == {"scenario", "turns"}


def test_the_persons_key_and_the_unsent_draft_stay_here() -> None:
    shown = _exported()
    assert "the-person-s-key" not in shown
    assert "not sent yet" not in shown


def test_the_same_rehearsal_gives_the_same_bytes() -> None:
    assert _exported().encode() == _exported().encode()
