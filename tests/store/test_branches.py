"""A branch is a talk of its own: what it was copied from is only ever read."""

import sqlite3
from pathlib import Path

import pytest

from simulator.domain.finding import Finding, Reading
from simulator.domain.rehearsal import Exchange, Preparation, Rehearsal
from simulator.domain.second_reading import SecondReading
from simulator.errors import ConflictError, InputError, NotFoundError
from simulator.library.scenarios import load_scenario
from simulator.store.branches import BranchStore
from simulator.store.database import Database
from simulator.store.rehearsals import RehearsalStore

PAULA = load_scenario("paula-first-meeting")
LINES = ("Hello.", "What matters to you?", "Let me do the reports.", "What do you think?")


class Kept:
    """A database with both stores, and a look at its bytes."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "kept.sqlite3"
        database = Database(f"sqlite:///{self.path}")
        self.talks, self.branches = RehearsalStore(database), BranchStore(database)
        self.person = self.talks.new_person()

    def talk(self, *lines: str, ended: bool = False) -> Rehearsal:
        preparation = Preparation(answers=(1, 2, 3), energy=4, guardedness="closed")
        opened = self.talks.open(self.person, PAULA, preparation, seed=11)
        self.talks.set_hints(self.person, opened.id, shown=True)
        self.talks.ask_second(self.person, opened.id)
        for line in lines:
            self.say(opened.id, line)
        if ended:
            self.talks.end(self.person, opened.id)
        return self.talks.get(self.person, opened.id)

    def say(self, rehearsal: str, line: str) -> None:
        number = len(self.talks.get(self.person, rehearsal).exchanges) + 1
        self.talks.say(self.person, rehearsal, line, f"press-{number}-{line}", number)
        found = Finding(code="ASK", quote=line, start=0, end=len(line), confidence=0.5)
        self.talks.keep_reply(
            self.person,
            rehearsal,
            Exchange(
                number=number,
                leader=line,
                reading=Reading(findings=(found,)),
                reply=f"To that: {line}",
                status="complete",
                voice="llm",
                note="cut short",
            ),
        )
        second = SecondReading(model="judge", findings=(), dropped=number)
        self.talks.keep_second(self.person, rehearsal, number, second)

    def rows(self, rehearsal: str) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
        """The row of a talk and its exchanges, every column."""
        with sqlite3.connect(self.path) as raw:
            one = raw.execute("SELECT * FROM rehearsals WHERE id = ?", (rehearsal,)).fetchall()
            all_ = raw.execute("SELECT * FROM exchanges WHERE rehearsal_id = ? ORDER BY id", (rehearsal,)).fetchall()
        return one, all_


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


@pytest.mark.parametrize("ended", [False, True])
def test_playing_and_deleting_a_branch_leaves_every_byte_of_its_parent(kept: Kept, *, ended: bool) -> None:
    parent = kept.talk(*LINES, ended=ended)
    before = kept.rows(parent.id)
    assert len(before[1]) == len(LINES)
    made = kept.branches.branch(kept.person, parent.id, 3)
    assert kept.rows(parent.id) == before
    kept.say(made, "Which of the two would you keep?")
    kept.say(made, "And then?")
    kept.talks.look_back(kept.person, made, 8, "Ask first.")
    kept.branches.rename(kept.person, made, "Asked instead")
    kept.talks.end(kept.person, made)
    assert kept.rows(parent.id) == before
    kept.talks.delete(kept.person, made)
    assert kept.rows(parent.id) == before


def test_deleting_the_parent_leaves_the_branch(kept: Kept) -> None:
    parent = kept.talk(*LINES)
    made = kept.branches.branch(kept.person, parent.id, 3)
    before = kept.talks.get(kept.person, made)
    kept.talks.delete(kept.person, parent.id)
    after = kept.talks.get(kept.person, made)
    assert after.parent is None
    assert after.parent_line == 3
    assert after == before.model_copy(update={"parent": None})
    family = kept.branches.family(kept.person, made)
    assert family.parent is None
    assert not family.alone


def test_what_was_said_before_the_line_comes_along_and_nothing_else(kept: Kept) -> None:
    parent = kept.talk(*LINES, ended=True)
    kept.talks.look_back(kept.person, parent.id, 8, "Ask first.")
    parent = kept.talks.get(kept.person, parent.id)
    made = kept.talks.get(kept.person, kept.branches.branch(kept.person, parent.id, 3))
    assert made.exchanges == parent.exchanges[:2]
    assert made.draft == LINES[2]
    assert (made.parent, made.parent_line) == (parent.id, 3)
    same = ("person", "scenario", "scenario_version", "seed", "preparation", "hints", "second_reader", "situation")
    assert {name: getattr(made, name) for name in same} == {name: getattr(parent, name) for name in same}
    fresh = (made.ended_at, made.energy_after, made.hold_me_to, made.self_rated, made.left_role)
    assert fresh == (None, None, None, None, None)


def test_every_column_of_an_exchange_comes_along_but_the_leaders_own_mark(kept: Kept) -> None:
    parent = kept.talk(*LINES[:2])
    with sqlite3.connect(kept.path) as raw:
        raw.execute("UPDATE exchanges SET self_rating = 'told'")
    made = kept.branches.branch(kept.person, parent.id, 2)
    with sqlite3.connect(kept.path) as raw:
        raw.row_factory = sqlite3.Row
        wanted = "SELECT * FROM exchanges WHERE rehearsal_id = ? AND number = 1"
        old, new = (dict(raw.execute(wanted, (talk,)).fetchone()) for talk in (parent.id, made))
    assert new["self_rating"] is None
    differ = {name for name in old if old[name] != new[name]}
    assert differ == {"id", "rehearsal_id", "self_rating"}


def test_another_line_can_be_given(kept: Kept) -> None:
    parent = kept.talk(*LINES)
    made = kept.branches.branch(kept.person, parent.id, 3, "Which would you keep?")
    assert kept.talks.get(kept.person, made).draft == "Which would you keep?"


def test_a_talk_that_ended_is_gone_on_with_and_stays_ended(kept: Kept) -> None:
    parent = kept.talk(*LINES, ended=True)
    before = kept.rows(parent.id)
    made = kept.talks.get(kept.person, kept.branches.branch(kept.person, parent.id, 5))
    assert made.exchanges == parent.exchanges
    assert (made.draft, made.ended_at) == ("", None)
    kept.say(made.id, "One more thing.")
    assert kept.rows(parent.id) == before


def test_an_open_talk_is_not_gone_on_with_elsewhere(kept: Kept) -> None:
    parent = kept.talk(*LINES)
    with pytest.raises(InputError, match="still open"):
        kept.branches.branch(kept.person, parent.id, 5)


@pytest.mark.parametrize("line", [0, -1, 6, 999])
def test_a_line_that_is_not_there_is_not_found(kept: Kept, line: int) -> None:
    parent = kept.talk(*LINES, ended=True)
    with pytest.raises(NotFoundError):
        kept.branches.branch(kept.person, parent.id, line)


def test_never_from_a_reply_that_is_on_its_way(kept: Kept) -> None:
    parent = kept.talk(*LINES)
    kept.talks.say(kept.person, parent.id, "And now?", "press", 5)
    kept.talks.end(kept.person, parent.id)
    for line in (5, 6):
        with pytest.raises(ConflictError, match="on its way"):
            kept.branches.branch(kept.person, parent.id, line)
    made = kept.talks.get(kept.person, kept.branches.branch(kept.person, parent.id, 4))
    assert made.pending is None


def test_never_from_a_talk_that_left_what_can_be_rehearsed(kept: Kept) -> None:
    parent = kept.talk(*LINES)
    kept.talks.say(kept.person, parent.id, "...", "press", 5, left_role="self-harm")
    for line in (1, 5, 6):
        with pytest.raises(InputError, match="cannot be rehearsed"):
            kept.branches.branch(kept.person, parent.id, line)


def test_a_button_pressed_twice_makes_one_branch(kept: Kept) -> None:
    parent = kept.talk(*LINES)
    made = kept.branches.branch(kept.person, parent.id, 3)
    assert kept.branches.branch(kept.person, parent.id, 3) == made
    kept.talks.keep_draft(kept.person, made, "Something begun")
    other = kept.branches.branch(kept.person, parent.id, 3)
    assert other != made
    assert kept.talks.get(kept.person, made).draft == "Something begun"


def test_branches_have_names_of_their_own(kept: Kept) -> None:
    parent = kept.talk(*LINES, ended=True)
    names = []
    for _ in range(12):
        made = kept.branches.branch(kept.person, parent.id, 3)
        kept.say(made, "Then so.")
        names.append(kept.branches.family(kept.person, made).me.label)
    assert names[:2] == ["Line 3, another way", "Line 3, a third way"]
    assert len(set(names)) == 12
    made = kept.branches.branch(kept.person, parent.id, 5)
    assert kept.branches.family(kept.person, made).me.label == "On after line 4"


def test_a_name_is_kept_taken_away_and_cut_by_nobody(kept: Kept) -> None:
    made = kept.branches.branch(kept.person, kept.talk(*LINES).id, 3)
    kept.branches.rename(kept.person, made, "  With \n a question ")
    assert kept.branches.family(kept.person, made).me.label == "With a question"
    with pytest.raises(InputError, match="121 characters"):
        kept.branches.rename(kept.person, made, "x" * 121)
    kept.branches.rename(kept.person, made, " ")
    assert kept.talks.get(kept.person, made).name is None
    assert kept.branches.family(kept.person, made).me.label == "Line 3, another way"


def test_a_family_is_parent_siblings_and_branches(kept: Kept) -> None:
    parent = kept.talk(*LINES)
    one = kept.branches.branch(kept.person, parent.id, 3)
    kept.say(one, "Then so.")
    two = kept.branches.branch(kept.person, parent.id, 2)
    child = kept.branches.branch(kept.person, one, 3)
    family = kept.branches.family(kept.person, one)
    assert family.parent is not None
    assert (family.parent.id, family.parent.lines) == (parent.id, 4)
    assert [kin.id for kin in family.siblings] == [two]
    assert [kin.id for kin in family.children] == [child]
    root = kept.branches.family(kept.person, parent.id)
    assert (root.parent, root.siblings, {kin.id for kin in root.children}) == (None, (), {one, two})
    assert kept.branches.family(kept.person, kept.talk().id).alone


def test_what_is_not_ones_own_is_not_found(kept: Kept) -> None:
    parent = kept.talk(*LINES)
    made = kept.branches.branch(kept.person, parent.id, 3)
    stranger = kept.talks.new_person()
    for attempt in (
        lambda: kept.branches.branch(stranger, parent.id, 3),
        lambda: kept.branches.rename(stranger, made, "Mine"),
        lambda: kept.branches.family(stranger, made),
    ):
        with pytest.raises(NotFoundError):
            attempt()
    assert kept.talks.all_of(stranger) == ()
