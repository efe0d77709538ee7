"""Every figure over weeks can be had anew from the stored turns, and is; what is missing is counted behind the page."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from simulator.domain.digest import Digest, EndedTalk
from simulator.domain.rehearsal import Rehearsal
from simulator.domain.scorecard import Scorecard
from simulator.errors import NotFoundError
from simulator.library.rubrics import load_rubric
from simulator.library.self_rating import load_self_words
from simulator.session.digesting import Digesting
from simulator.store.digests import DigestStore
from simulator.store.self_ratings import SelfRatingStore
from tests.web.visitors import EIGHT_LINES, Visitor, open_app, parts

POOR = (
    "Your reports are late again, sort it out.",
    "Let me take the two reports off your plate, I'll do them myself.",
    "You need to call finance today and send me the list.",
    "Never mind, you'll manage.",
    "If you don't deliver, I'll have to note it down.",
    "I know exactly how you feel.",
    "Just do it the way I showed you.",
)
MARKS = {1: "fine", 2: "took", 3: "told", 4: "fine", 5: None, 6: "assumed", 7: "told"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    made = open_app(tmp_path_factory.mktemp("home"))
    yield made
    parts(made).digesting.close()
    parts(made).store.database.close()


@pytest.fixture(scope="module")
def someone(app: FastAPI) -> Visitor:
    """Somebody with four ended talks: a good one, a poor one that they marked, a short one, and one of both."""
    visitor = Visitor(app)
    talked(visitor, EIGHT_LINES, energy_after=7)
    talked(visitor, POOR, marks=MARKS)
    talked(visitor, EIGHT_LINES[:2])
    talked(visitor, (*EIGHT_LINES, *POOR), marks={2: "told", 6: "took", 9: "told"}, energy_after=3)
    return visitor


def talked(
    visitor: Visitor,
    said: tuple[str, ...],
    *,
    marks: dict[int, str | None] | None = None,
    energy_after: int | None = None,
) -> str:
    rehearsal = visitor.sit_down(said=said, ended=True, waits=True)
    store = SelfRatingStore(visitor.made.store.database)
    store.finish(visitor.person, rehearsal, marks or {}, "done" if marks else "skipped")
    visitor.made.store.look_back(visitor.person, rehearsal, energy_after, None)
    return rehearsal


def counted(visitor: Visitor) -> tuple[EndedTalk, ...]:
    found = visitor.made.digesting.talks_of(visitor.person, patience=30)
    assert not found.missing
    return found.talks


def digest_of(talk: EndedTalk) -> Digest:
    assert talk.digest
    return talk.digest


def scored(visitor: Visitor, rehearsal: str) -> tuple[Rehearsal, Scorecard]:
    kept = visitor.made.store.get(visitor.person, rehearsal)
    return kept, visitor.made.rehearsing.scorecard(kept)


def test_with_all_digests_deleted_the_same_ones_are_made_again(someone: Visitor) -> None:
    before = counted(someone)
    page = someone.get("/progress").text
    store = DigestStore(someone.made.store.database)
    store.forget(someone.person)
    assert all(talk.digest is None for talk in store.ended_of(someone.person, lambda _: True))
    assert counted(someone) == before
    assert someone.get("/progress").text == page


def test_every_figure_is_what_the_turns_and_the_scorecard_say(someone: Visitor) -> None:
    rubric = load_rubric()
    sides = {move.code: move.side for move in rubric.moves}
    talks = counted(someone)
    assert len(talks) == 4
    for talk in talks:
        kept, scorecard = scored(someone, talk.rehearsal)
        digest = digest_of(talk)
        lines = [turn for turn in scorecard.turns if turn.speaker == "leader"]
        found = [finding for turn in lines for finding in turn.findings]
        assert digest.lines == len(kept.exchanges)
        assert digest.read == len([turn for turn in lines if turn.scored])
        assert digest.scored == (len(kept.exchanges) >= 6)
        assert digest.partnering == len([one for one in found if sides[one.finding.code] == "partnering"])
        assert digest.parenting == len([one for one in found if sides[one.finding.code] == "parenting"])
        for tag in ("FOR", "TO", "AWAY", "WITH"):
            assert digest.groups[tag] == len([one for one in found if one.tag == tag])
        assert sum(digest.groups.values()) == digest.partnering + digest.parenting
        assert set(digest.met) == {one.code for one in scorecard.criteria if one.met and one.applies}
        assert set(digest.missed) == {one.code for one in scorecard.criteria if not one.met and one.applies}
        assert digest.seesaw == lines[-1].seesaw
        level = abs(digest.seesaw) <= rubric.seesaw.balanced
        assert digest.side == ("balanced" if level else "over" if digest.seesaw > 0 else "under")
        assert (digest.energy_before, digest.energy_after) == (kept.preparation.energy, kept.energy_after)
        assert digest.guardedness == kept.preparation.guardedness
        assert digest.voice == "authored"


def test_own_marks_are_what_was_tapped_beside_what_was_found(someone: Visitor) -> None:
    parents = {word.id for word in load_self_words().words if word.side == "parenting"}
    sides = {move.code: move.side for move in load_rubric().moves}
    some = [talk for talk in counted(someone) if digest_of(talk).own]
    assert len(some) == 2
    for talk in some:
        kept, scorecard = scored(someone, talk.rehearsal)
        turns = [turn for turn in scorecard.turns if turn.speaker == "leader" and turn.scored]
        slips = [any(sides[one.finding.code] == "parenting" for one in turn.findings) for turn in turns]
        mine = [exchange.self_rating in parents for exchange in kept.exchanges]
        own = digest_of(talk).own
        assert own
        assert own.found == sum(slips) > 0
        assert own.agreed == sum(slip and mark for slip, mark in zip(slips, mine, strict=True))
        assert own.over == sum(mark and not slip for slip, mark in zip(slips, mine, strict=True))


def test_a_reading_of_a_reply_is_kept_once_the_talk_has_ended_and_is_what_would_be_read_now(app: FastAPI) -> None:
    visitor = Visitor(app)
    rehearsal = visitor.sit_down(said=EIGHT_LINES[:3])
    open_still, _ = scored(visitor, rehearsal)
    assert [exchange.reply_reading for exchange in visitor.made.store.get(visitor.person, rehearsal).exchanges] == (
        [None] * 3
    )
    fresh = visitor.made.rehearsing.scorecard(open_still)
    visitor.made.store.end(visitor.person, rehearsal)
    assert scored(visitor, rehearsal)[1] == fresh
    kept = visitor.made.store.get(visitor.person, rehearsal)
    assert all(exchange.reply_reading for exchange in kept.exchanges)
    assert visitor.made.rehearsing.scorecard(kept) == fresh


def test_ending_a_talk_reads_its_replies_behind_what_comes_next(app: FastAPI) -> None:
    visitor = Visitor(app)
    rehearsal = visitor.sit_down(said=EIGHT_LINES[:3])
    visitor.post(f"/rehearsals/{rehearsal}/end")
    ends = time.monotonic() + 20
    while any(one.reply_reading is None for one in visitor.made.store.get(visitor.person, rehearsal).exchanges):
        assert time.monotonic() < ends
        time.sleep(0.02)


def test_looking_back_makes_the_digest_stale_and_a_new_one_is_made(app: FastAPI) -> None:
    visitor = Visitor(app)
    rehearsal = talked(visitor, EIGHT_LINES[:6])
    assert digest_of(counted(visitor)[0]).energy_after is None
    visitor.made.store.look_back(visitor.person, rehearsal, 9, None)
    assert DigestStore(visitor.made.store.database).ended_of(visitor.person, lambda _: True)[0].digest is None
    assert digest_of(counted(visitor)[0]).energy_after == 9


@pytest.mark.parametrize("part", ["format", "rubric", "reader", "scenario"])
def test_what_another_version_made_is_made_anew(app: FastAPI, part: str) -> None:
    visitor = Visitor(app)
    rehearsal = talked(visitor, EIGHT_LINES[:6])
    right = digest_of(counted(visitor)[0])
    other = {"format": 0, "rubric": "older", "reader": "older", "scenario": 99}[part]
    wrong = right.model_copy(update={"made": right.made.model_copy(update={part: other}), "partnering": 1000})
    store = DigestStore(visitor.made.store.database)
    assert store.keep(visitor.person, visitor.made.store.get(visitor.person, rehearsal), wrong)
    assert digest_of(counted(visitor)[0]) == right


def test_many_missing_ones_are_not_waited_for_and_come_by_themselves(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor(app)
    for _ in range(7):
        talked(visitor, EIGHT_LINES[:1])
    made = Digesting.make

    def slowly(self: Digesting, person: str, rehearsal: str) -> Digest:
        time.sleep(0.2)
        return made(self, person, rehearsal)

    monkeypatch.setattr(Digesting, "make", slowly)
    began = time.monotonic()
    first = visitor.made.digesting.talks_of(visitor.person)
    assert time.monotonic() - began < 0.2 * 7
    assert len(first.missing) == 7
    assert "being counted" in visitor.get("/progress").text
    ends = time.monotonic() + 30
    while visitor.made.digesting.talks_of(visitor.person).missing:
        assert time.monotonic() < ends
        time.sleep(0.05)


def test_one_talk_that_cannot_be_counted_holds_up_no_other(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = Visitor(app)
    bad, *_ = (talked(visitor, EIGHT_LINES[:1]) for _ in range(3))
    made = Digesting.make

    def sometimes(self: Digesting, person: str, rehearsal: str) -> Digest:
        if rehearsal == bad:
            raise NotFoundError("deleted meanwhile")
        return made(self, person, rehearsal)

    monkeypatch.setattr(Digesting, "make", sometimes)
    assert visitor.made.digesting.talks_of(visitor.person, patience=30).missing == (bad,)


def test_a_talk_whose_situation_is_gone_is_listed_without_figures(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor(app)
    talked(visitor, EIGHT_LINES)

    def gone(_: object) -> None:
        raise NotFoundError("There is no such scenario.")

    monkeypatch.setattr("simulator.session.digesting.scenario_of", gone)
    monkeypatch.setattr("simulator.session.digesting.scenario_ids", tuple)
    digest = digest_of(counted(visitor)[0])
    assert not digest.scored
    assert (digest.partnering, digest.parenting, digest.made.scenario) == (0, 0, None)
    assert "no longer here" in visitor.get("/progress").text
    monkeypatch.undo()
    assert digest_of(counted(visitor)[0]).scored


def test_nobody_counts_what_is_not_theirs(app: FastAPI, someone: Visitor) -> None:
    stranger = Visitor(app)
    theirs = counted(someone)[0].rehearsal
    with pytest.raises(NotFoundError):
        someone.made.digesting.make(stranger.person, theirs)
    assert someone.made.digesting.talks_of(stranger.person).talks == ()


def test_after_closing_nothing_is_begun(tmp_path: Path) -> None:
    app = open_app(tmp_path)
    visitor = Visitor(app)
    talked(visitor, EIGHT_LINES[:1])
    visitor.made.digesting.close()
    visitor.made.digesting.prepare(visitor.person, "any")
    assert len(visitor.made.digesting.talks_of(visitor.person).missing) == 1
    visitor.made.store.database.close()
