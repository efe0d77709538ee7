"""What stands in the box is kept as it is typed."""

import pytest

from tests.web.visitors import EIGHT_LINES, Visitor


def draft(visitor: Visitor, rehearsal: str) -> str:
    return visitor.made.store.get(visitor.person, rehearsal).draft


def test_a_script_sends_text(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down()
    answer = visitor.post(f"/api/rehearsals/{rehearsal}/draft", content="Half a líne\n<b>".encode())
    assert answer.status_code == 204
    assert draft(visitor, rehearsal) == "Half a líne\n<b>"
    visitor.post(f"/api/rehearsals/{rehearsal}/draft", content=b"")
    assert draft(visitor, rehearsal) == ""


@pytest.mark.parametrize("multipart", [True, False])
def test_a_beacon_sends_a_form(visitor: Visitor, *, multipart: bool) -> None:
    rehearsal = visitor.sit_down()
    path = f"/api/rehearsals/{rehearsal}/draft"
    if multipart:
        visitor.post(path, files={"text": (None, "Half & half")})
    else:
        visitor.post(path, data={"text": "Half & half"})
    assert draft(visitor, rehearsal) == "Half & half"


def test_a_late_beacon_does_not_put_a_sent_line_back(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down(said=EIGHT_LINES[:1])
    assert visitor.post(f"/api/rehearsals/{rehearsal}/draft?turn=1", content=b"sent").status_code == 204
    assert draft(visitor, rehearsal) == ""
    visitor.post(f"/api/rehearsals/{rehearsal}/draft?turn=2", content=b"next")
    assert draft(visitor, rehearsal) == "next"


@pytest.mark.parametrize("length", [60_001, 2_000_000])
def test_more_than_anybody_types_is_refused_and_the_last_draft_stays(visitor: Visitor, length: int) -> None:
    rehearsal = visitor.sit_down()
    visitor.post(f"/api/rehearsals/{rehearsal}/draft", content=b"before")
    answer = visitor.post(f"/api/rehearsals/{rehearsal}/draft", content=b"x" * length)
    assert answer.status_code == 413
    assert "Make it shorter" in answer.json()["error"]
    assert draft(visitor, rehearsal) == "before"


def test_a_draft_longer_than_a_line_is_kept(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down()
    visitor.post(f"/api/rehearsals/{rehearsal}/draft", content=b"x" * 20_000)
    assert len(draft(visitor, rehearsal)) == 20_000
