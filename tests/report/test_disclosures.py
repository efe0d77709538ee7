import json

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.library.rubrics import load_rubric
from simulator.report.curve import draw_curve
from simulator.report.json_export import to_json
from simulator.report.markdown import to_markdown
from tests.report.talks import SECRETS, rehearse, say

OPENING = (say("What matters to you at work?", "ASK"), say("I need to know where we are.", "SHARE"))


def test_a_reached_card_has_its_text_the_line_that_turned_it_and_its_place() -> None:
    held = rehearse(OPENING).debrief().disclosures
    assert held.sentence == "Paula held four things, you reached two."
    first, second = held.cards[:2]
    assert (first.state, first.quote, first.move) == ("open", "What matters to you at work?", "Ask what matters")
    assert first.text
    assert SECRETS[0] in first.text
    assert second.place
    assert second.place.words == "line 2"
    assert [card.state for card in held.cards[2:]] == ["closed", "closed"]


def test_a_closed_card_carries_nothing_at_all() -> None:
    for card in rehearse(OPENING).debrief().disclosures.cards[2:]:
        assert {name for name, value in vars(card).items() if value is not None} == {"state"}


def test_what_closed_again_keeps_its_text_and_names_the_line_that_closed_it() -> None:
    held = rehearse([*OPENING, say("You are clearly tired.", "ASSUME")]).debrief().disclosures
    again = held.cards[1]
    assert again.state == "closed-again"
    assert again.closed_by
    assert (again.closed_by.words, again.closing_quote) == ("line 3", "You are clearly tired.")
    assert held.cards[0].state == "open", "the depth below it is still open"
    assert held.sentence.endswith("One closed again.")
    assert any(sentence.startswith("Line 3, “You are clearly tired.”") for sentence in held.sentences)


def test_what_was_opened_once_more_is_open() -> None:
    lines = [*OPENING, say("You are clearly tired.", "ASSUME"), say("That was a guess, sorry. I need this.", "SHARE")]
    assert rehearse(lines).debrief().disclosures.cards[1].state == "open"


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(load_rubric().codes), max_size=8))
def test_what_was_not_told_is_nowhere_in_page_file_or_picture(codes: list[str]) -> None:
    talk = rehearse([say(f"Line on {code}.", code) for code in codes])
    told = {receipt.fact for moment in talk.trail for receipt in moment.receipts if receipt.kind == "told"}
    debrief = talk.debrief()
    everything = (
        repr(debrief)
        + to_markdown(debrief)
        + to_json(debrief, talk.scorecard, talk.rehearsal)
        + draw_curve(debrief.curve)
    )
    for secret in SECRETS:
        if f"fact-of-the-{secret}" not in told:
            assert secret not in everything
    assert debrief.disclosures.reached == len(told)
    assert json.loads(to_json(debrief, talk.scorecard, talk.rehearsal))["debrief"]["disclosures"]["held"] == 4
