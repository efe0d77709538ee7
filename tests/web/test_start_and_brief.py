"""Before the conversation: whom there is, what one knows, what one brings."""

import pytest

from simulator.domain.preflight import Standing
from simulator.domain.wording import leaked
from simulator.library.scenarios import load_scenario, scenario_ids
from simulator.web.pages.brief import weigh
from tests.web.visitors import EIGHT_LINES, PAULA, Visitor


def test_somebody_new_sees_whom_there_is_and_how_it_goes(visitor: Visitor) -> None:
    text = visitor.get("/").text
    for name in scenario_ids():
        assert f'href="/brief/{name}"' in text
    assert "How it goes" in text
    assert "Your rehearsals</h2>" not in text
    assert "Juice Inc. has not reviewed or endorsed" in text


def test_a_scenario_that_failed_its_trial_is_not_offered_and_the_page_says_why(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdicts: dict[str, tuple[Standing, tuple[str, ...]]] = {
        PAULA: ("failed", ("3 of 10,000 answers repeated a line.",)),
        "the-date-that-slid": ("passed", ()),
    }
    unchecked: tuple[Standing, tuple[str, ...]] = ("unchecked", ())
    monkeypatch.setattr("simulator.web.pages.start.standing", lambda name, _reader: verdicts.get(name, unchecked))
    text = visitor.get("/").text
    assert f'href="/brief/{PAULA}"' not in text
    assert f"{load_scenario(PAULA).title}.</strong> 3 of 10,000 answers repeated a line." in text
    assert text.count("· not checked yet") == len(scenario_ids()) - 2
    monkeypatch.setattr("simulator.web.pages.start.standing", lambda _name, _reader: ("passed", ()))
    text = visitor.get("/").text
    assert "not checked yet" not in text.lower()
    assert "Left out" not in text


def test_a_kept_link_to_a_scenario_that_failed_leads_back_to_the_start(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdict = ("failed", ("3 of 10,000 answers repeated a line.",))
    monkeypatch.setattr("simulator.library.certificates.standing", lambda _name, _reader: verdict)
    for answer in (visitor.get(f"/brief/{PAULA}"), visitor.post("/rehearsals", data={"scenario": PAULA})):
        assert answer.status_code == 400
        assert "3 of 10,000 answers repeated a line. Choose somebody else on the start page." in answer.text


def test_an_open_conversation_comes_first_with_its_turn(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down(said=EIGHT_LINES[:5])
    visitor.made.store.keep_draft(visitor.person, rehearsal, "Half a line")
    text = visitor.get("/").text
    assert "Continue with Paula, turn 6" in text
    assert f"/rehearse/?r={rehearsal}" in text
    assert "still in the box" in text
    assert text.index("Continue with Paula") < text.index("/brief/")


def test_past_rehearsals_lead_to_their_debriefs(visitor: Visitor) -> None:
    ended = visitor.sit_down(said=EIGHT_LINES[:2], ended=True)
    text = visitor.get("/").text
    assert f'href="/debrief/{ended}"' in text
    assert "2 lines of yours" in text
    assert "Continue with" not in text


def test_a_rehearsal_of_a_situation_that_is_gone_does_not_break_the_start(visitor: Visitor) -> None:
    gone = load_scenario(PAULA).model_copy(update={"id": "no-longer-here"})
    from simulator.domain.rehearsal import Preparation  # noqa: PLC0415

    visitor.made.store.open(visitor.person, gone, Preparation(answers=None), 1)
    assert "no longer here" in visitor.get("/").text


@pytest.mark.parametrize("name", scenario_ids())
def test_the_pages_before_a_conversation_give_no_fact_away(visitor: Visitor, name: str) -> None:
    scenario = load_scenario(name)
    for path in ("/", f"/brief/{name}"):
        text = visitor.get(path).text
        for fact in scenario.facts:
            assert fact.text not in text
    assert not leaked(scenario.facts, " ".join((scenario.brief.situation, *scenario.brief.visible)))


def test_the_brief_shows_all_one_may_know(visitor: Visitor) -> None:
    scenario = load_scenario(PAULA)
    text = visitor.get(f"/brief/{PAULA}").text
    for shown in (*scenario.brief.own_needs, *scenario.employee_owned, scenario.brief.strength, scenario.brief.gap):
        assert shown.replace("'", "&#39;") in text
    assert "Sit down with Paula" in text


def test_an_unknown_situation_is_a_page_that_says_so(visitor: Visitor) -> None:
    answer = visitor.get("/brief/nobody")
    assert answer.status_code == 404
    assert "There is no scenario" in answer.text


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ((0, 1, 1), "a light touch"),
        ((1, 1, 1), "on the point"),
        ((3, 2, 0), "on the point"),
        ((2, 2, 2), "bring all"),
        ((3, 3, 3), "bring all"),
    ],
)
def test_three_answers_add_up_to_a_suggestion(answers: tuple[int, int, int], says: str) -> None:
    weight = weigh(answers)
    assert weight is not None
    assert weight.startswith(f"{sum(answers)} of 9")
    assert says in weight


def test_the_suggestion_is_there_without_a_script_and_keeps_what_was_chosen(visitor: Visitor) -> None:
    text = visitor.get(f"/brief/{PAULA}?scenario={PAULA}&q1=3&q2=3&q3=0&energy=7").text
    assert "6 of 9: bring all of it" in text
    assert '<input type="radio" name="q1" value="3" checked>' in text
    assert '<input type="radio" name="energy" value="7" checked>' in text
    assert "Answer all three" in visitor.get(f"/brief/{PAULA}?q1=3&q2=&q3=").text


def test_what_was_prepared_is_kept(visitor: Visitor) -> None:
    visitor.get("/")
    answer = visitor.post("/rehearsals", data={"scenario": PAULA, "q1": "3", "q2": "0", "q3": "2", "energy": "10"})
    assert answer.status_code == 303
    kept = visitor.made.store.get(visitor.person, answer.headers["location"].removeprefix("/rehearse/?r="))
    assert kept.preparation.answers == (3, 0, 2)
    assert kept.preparation.energy == 10


@pytest.mark.parametrize(
    "form",
    [{}, {"q1": "3", "q2": "", "q3": "1"}, {"q1": "4", "q2": "1", "q3": "1"}, {"energy": "11"}, {"energy": "-1"}],
)
def test_whatever_is_skipped_or_unreadable_is_kept_as_not_answered(visitor: Visitor, form: dict[str, str]) -> None:
    visitor.get("/")
    answer = visitor.post("/rehearsals", data={"scenario": PAULA, **form})
    kept = visitor.made.store.get(visitor.person, answer.headers["location"].removeprefix("/rehearse/?r="))
    assert kept.preparation.answers is None
    assert kept.preparation.energy is None


def test_a_button_pressed_twice_opens_one_rehearsal_and_takes_none_with_words(visitor: Visitor) -> None:
    spoken = visitor.sit_down(said=EIGHT_LINES[:1])
    begun = visitor.sit_down()
    visitor.made.store.keep_draft(visitor.person, begun, "Half a line")
    ended = visitor.sit_down(ended=True)
    for _ in range(2):
        opened = visitor.post("/rehearsals", data={"scenario": PAULA}).headers["location"].removeprefix("/rehearse/?r=")
    assert {one.id for one in visitor.made.store.all_of(visitor.person)} == {spoken, begun, ended, opened}


def test_hints_begin_as_this_browser_wishes(visitor: Visitor) -> None:
    visitor.get("/")

    def hints() -> bool:
        opened = visitor.post("/rehearsals", data={"scenario": PAULA}).headers["location"].removeprefix("/rehearse/?r=")
        return visitor.made.store.get(visitor.person, opened).hints

    assert not hints()
    assert visitor.post("/settings/hints", data={"hints": "on"}).status_code == 303
    assert hints()
    visitor.post("/settings/hints", data={"hints": "off"})
    assert not hints()
