"""Agreement with labelled conversations, counted by hand."""

from typing import Any

import pytest

from simulator.domain.scorecard import Scorecard
from simulator.domain.transcript import Transcript, Turn
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_scenario
from simulator.scoring.conversation import Scorer
from simulator.scoring.sessions import HandReader, LabelledSession, session_figures

CRITERIA = tuple(criterion.code for criterion in load_rubric().criteria)


def labelled(name: str = "one", **changed: Any) -> LabelledSession:
    given: dict[str, Any] = {
        "id": name,
        "scenario": "paula-first-meeting",
        "turns": (
            ("leader", "I need to know where we stand, so I can plan."),
            ("employee", "I want something hard."),
            ("leader", "I'll book the lab by Friday. When do I see a page?"),
            ("employee", "You'll have it on Monday."),
        ),
        "codes": {0: ("SHARE",), 2: ("CLOSE",)},
        "employee_codes": {1: ("NEED_VOICE",), 3: ("COMMIT",)},
        "criteria": {"S1": True, "S2": True, "S4": False, "S9": None},
        "needs": (
            {"whose": "leader", "source": "voiced", "turn": 0},
            {"whose": "employee", "source": "voiced", "turn": 1},
        ),
        "commitments": (
            {
                "owner": "leader",
                "date": "Friday",
                "check_in": False,
                "assented": True,
                "kind": "leader-owes",
                "turn": 2,
            },
        ),
    }
    return LabelledSession.model_validate(given | changed)


def card(session: LabelledSession) -> Scorecard:
    turns = tuple(Turn(speaker=speaker, text=text) for speaker, text in session.turns)
    scorer = Scorer(load_rubric(), HandReader(session))
    return scorer.score(Transcript(scenario=session.scenario, turns=turns), load_scenario(session.scenario))


def test_hand_given_codes_are_read_as_they_stand() -> None:
    session = labelled()
    turns = card(session).turns
    assert [[f.finding.code for f in turn.findings] for turn in turns] == [["SHARE"], [], ["CLOSE"], []]
    assert [[f.code for f in turn.employee_codes] for turn in turns] == [[], ["NEED_VOICE"], [], ["COMMIT"]]
    assert turns[2].findings[0].finding.quote == session.turns[2][1]


def test_figures_are_those_counted_by_hand() -> None:
    right, wrong = labelled(), labelled("two", criteria={"S1": False, "S2": True})
    figures = session_figures([(right, card(right)), (wrong, card(wrong))], CRITERIA)
    assert figures.sessions == 2
    one = figures.criteria["S1"]
    assert (one.n, one.met, one.found, one.agreed, one.kappa) == (2, 1, 2, 0.5, 0.0)
    assert (figures.criteria["S4"].n, figures.criteria["S4"].agreed, figures.criteria["S4"].kappa) == (1, 1.0, 1.0)
    assert (figures.criteria["S9"].n, figures.criteria["S9"].agreed, figures.criteria["S9"].kappa) == (0, None, None)
    assert (figures.needs.n, figures.needs.found, figures.needs.precision, figures.needs.recall) == (4, 4, 1.0, 1.0)
    assert (figures.options.n, figures.options.precision, figures.options.recall) == (0, None, None)
    plan = figures.commitments
    assert (plan.n, plan.found, plan.precision, plan.recall) == (2, 4, 0.5, 1.0)
    assert (plan.date, plan.check_in, plan.assent, plan.kind) == (1.0, 1.0, 1.0, 1.0)


def test_kappa_is_that_of_cohen() -> None:
    sessions = [labelled(str(n), criteria={"S1": n < 3, "S4": True}) for n in range(4)]
    agreement = session_figures([(session, card(session)) for session in sessions], CRITERIA).criteria
    assert (agreement["S1"].agreed, agreement["S1"].kappa) == (0.75, 0.0)
    assert (agreement["S4"].agreed, agreement["S4"].found) == (0.0, 0)


def test_lines_are_matched_one_to_one_and_fields_are_compared_on_the_most_alike() -> None:
    promise = {"owner": "leader", "check_in": False, "assented": False, "kind": "other", "turn": 2}
    session = labelled(
        commitments=({**promise, "date": "Tuesday"}, {**promise, "date": "Friday", "kind": "leader-owes"})
    )
    plan = session_figures([(session, card(session))], CRITERIA).commitments
    assert (plan.n, plan.found, plan.precision, plan.recall) == (2, 2, 0.5, 0.5)
    assert (plan.date, plan.assent, plan.kind) == (1.0, 0.0, 1.0)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"codes": {1: ("ASK",)}}, "turn 1 is no turn of the leader"),
        ({"codes": {0: ("SHOUT",)}}, "SHOUT is no code"),
        ({"employee_codes": {9: ("OWN",)}}, "turn 9 is no turn of the employee"),
        ({"options": ({"by": "leader", "turn": 7},)}, "options: there is no turn 7"),
    ],
)
def test_labels_that_do_not_fit_are_named(changed: dict[str, Any], says: str) -> None:
    rubric = load_rubric()
    faults = labelled(**changed).faults(rubric.codes, tuple(code.code for code in rubric.employee_codes))
    assert any(says in fault for fault in faults)


def test_labels_that_fit_have_no_fault() -> None:
    rubric = load_rubric()
    assert labelled().faults(rubric.codes, tuple(code.code for code in rubric.employee_codes)) == ()
