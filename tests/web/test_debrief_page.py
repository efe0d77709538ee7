"""The debrief: in its order, escaped, with nothing the employee kept, and to take along."""

import json
import re

import pytest
from fastapi import FastAPI

from simulator.domain.wording import gives_away
from simulator.library.scenarios import load_scenario
from tests.web.visitors import EIGHT_LINES, PAULA, Visitor

HOSTILE = (
    "Let me take the reports off your plate. </p><script>alert(1)</script> "
    "<img src=x onerror=alert(1)> ${value} {{7*7}}"
)


@pytest.fixture(scope="module")
def read(app: FastAPI) -> tuple[Visitor, str]:
    visitor = Visitor(app)
    return visitor, visitor.sit_down(said=EIGHT_LINES, ended=True)


def test_a_strength_comes_first_and_the_number_last(read: tuple[Visitor, str]) -> None:
    visitor, rehearsal = read
    text = visitor.get(f"/debrief/{rehearsal}").text
    parts = ["strength", "next", "talk", "held", "plan", "needs", "options", "curve-heading", "criteria", "number"]
    places = [text.index(f'<h2 id="{part}"') for part in parts]
    assert places == sorted(places)


def test_every_mark_leads_to_its_reason_and_every_reason_says_how_sure(read: tuple[Visitor, str]) -> None:
    visitor, rehearsal = read
    text = visitor.get(f"/debrief/{rehearsal}").text
    marks = set(re.findall(r'<mark class="[a-z]+"><a href="#(why-[a-z0-9-]+)">', text))
    reasons = re.findall(r'<dl id="(why-[a-z0-9-]+)">(.*?)</dl>', text, re.DOTALL)
    assert marks
    assert marks <= {name for name, _ in reasons}
    assert all("How sure the reader is" in reason for _, reason in reasons)
    assert all(f'href="#turn-{turn}"' not in text or f'id="turn-{turn}"' in text for turn in range(40))


def test_the_employee_tells_it_in_words_numbers_and_bars_as_a_view_and_no_verdict(read: tuple[Visitor, str]) -> None:
    visitor, rehearsal = read
    text = visitor.get(f"/debrief/{rehearsal}").text
    account = text.split('<section aria-labelledby="account">')[1].split("</section>")[0]
    assert "How Paula might tell it" in account
    for name in ("Seen", "Heard", "Respected"):
        assert re.search(rf"<strong>{name}</strong> [a-z ]+, \d+ of 10", account), name
    assert account.count('<svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">') == 3
    assert "no verdict" in account
    assert text.index('id="ending"') < text.index('id="account"') < text.index('id="talk"')


def test_the_curve_has_a_table_beside_it(read: tuple[Visitor, str]) -> None:
    visitor, rehearsal = read
    text = visitor.get(f"/debrief/{rehearsal}").text
    assert 'role="img"' in text
    assert text.count('<tr><th scope="row">') >= len(EIGHT_LINES) + 1


def test_it_says_who_labelled_and_tries_again_with_one_press(read: tuple[Visitor, str]) -> None:
    visitor, rehearsal = read
    text = visitor.get(f"/debrief/{rehearsal}").text
    assert "not by outside experts" in text
    assert "Try it with Paula now" in text
    again = visitor.post("/rehearsals", data={"scenario": PAULA})
    assert again.headers["location"].startswith("/rehearse/?r=")


def test_what_a_leader_typed_is_text_and_nothing_else(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down(said=[HOSTILE], ended=True)
    visitor.post(f"/rehearsals/{rehearsal}/look-back", data={"hold_me_to": f'"><script>{HOSTILE}'})
    text = visitor.get(f"/debrief/{rehearsal}").text
    # Marks may cut the line; what matters is that no tag of the leader's is one.
    assert "<script>alert" not in text
    assert "<img" not in text
    assert "<script>Let me" not in text
    assert "&lt;script&gt;" in text
    assert "${value}" in text
    assert "{{7*7}}" in text
    assert "<script>alert" not in visitor.get("/").text


def test_a_closed_card_carries_nothing_of_its_fact(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down(said=["Your reports are late again, sort it out."] * 3, ended=True)
    scenario = load_scenario(PAULA)
    kept = visitor.made.store.get(visitor.person, rehearsal)
    for path in ("", "/debrief.md", "/debrief.json"):
        text = visitor.get(f"/debrief/{rehearsal}{path}").text
        for fact in scenario.facts:
            assert fact.text not in text
    assert not any(gives_away(fact, exchange.reply) for fact in scenario.facts for exchange in kept.exchanges)


def test_downloads_are_files_of_ones_own_words(read: tuple[Visitor, str]) -> None:
    visitor, rehearsal = read
    markdown = visitor.get(f"/debrief/{rehearsal}/debrief.md")
    assert markdown.headers["content-disposition"] == f'attachment; filename="{PAULA}-debrief.md"'
    assert markdown.headers["content-type"] == "text/markdown; charset=utf-8"
    assert markdown.headers["cache-control"] == "no-store"
    document = json.loads(visitor.get(f"/debrief/{rehearsal}/debrief.json").text)
    assert document["schema_version"] >= 1
    assert [turn["text"] for turn in document["transcript"]["turns"] if turn["speaker"] == "leader"] == list(
        EIGHT_LINES
    )
    assert visitor.person not in json.dumps(document)


def test_while_it_is_open_the_debrief_leads_back_or_ends_it(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down(said=EIGHT_LINES[:1])
    text = visitor.get(f"/debrief/{rehearsal}").text
    assert "You are still talking" in text
    assert EIGHT_LINES[0] not in text
    assert visitor.post(f"/rehearsals/{rehearsal}/end").headers["location"] == f"/debrief/{rehearsal}"
    skipped = visitor.post(f"/rate/{rehearsal}", data={"then": "skip"})
    assert EIGHT_LINES[0] in visitor.get(skipped.headers["location"]).text


def test_ending_waits_for_the_reply_on_its_way(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down()
    visitor.made.store.say(visitor.person, rehearsal, "What matters to you?", "press", 1)
    visitor.post(f"/rehearsals/{rehearsal}/end")
    (exchange,) = visitor.made.store.get(visitor.person, rehearsal).exchanges
    assert exchange.status == "complete"
    assert exchange.reply


@pytest.mark.parametrize("lines", [0, 1, 5])
def test_a_short_conversation_is_read_without_a_number(visitor: Visitor, lines: int) -> None:
    rehearsal = visitor.sit_down(said=EIGHT_LINES[:lines], ended=True)
    answer = visitor.get(f"/debrief/{rehearsal}")
    assert answer.status_code == 200
    assert "of 100</span>" not in answer.text
    assert ("might tell it" in answer.text) is (lines >= 3)
    assert "Not scored" in answer.text


def test_looking_back_is_kept_shown_and_can_be_taken_back(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down(said=EIGHT_LINES[:1], ended=True)
    answer = visitor.post(
        f"/rehearsals/{rehearsal}/look-back", data={"energy_after": "8", "hold_me_to": " Ask first. "}
    )
    assert answer.status_code == 303
    text = visitor.get(answer.headers["location"]).text
    assert "<strong>Kept.</strong>" in text
    assert 'value="Ask first."' in text
    assert "from 6 to 8" in text
    visitor.post(f"/rehearsals/{rehearsal}/look-back", data={})
    kept = visitor.made.store.get(visitor.person, rehearsal)
    assert (kept.energy_after, kept.hold_me_to) == (None, None)
