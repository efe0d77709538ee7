"""Drilling: a round of ten minutes, one card at a time. The clock is passed in; times are UTC without a zone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from simulator.domain.drill import KINDS, NOTHING, Drill, DrillKind, Spot
from simulator.domain.out_of_scope import LeftRole, left_role
from simulator.domain.rehearsal import Rehearsal
from simulator.drills.choosing import count_misses, next_card
from simulator.drills.judging import Verdict, judge_choice, judge_line, refusal
from simulator.drills.schedule import Ease, in_words, reviewed, reviewed_anew
from simulator.errors import InputError, NotFoundError
from simulator.library.drills import load_drills
from simulator.library.scenarios import load_out_of_scope, scenario_of
from simulator.scoring.reader import Reader
from simulator.session.own_drills import can_be_drilled, own_drills, talk_of
from simulator.session.turn import TurnTaker
from simulator.store.drills import DrillStore, KeptAnswer, KeptCard, NewAnswer
from simulator.store.rehearsals import RehearsalStore

LENGTH = timedelta(minutes=10)
LONGEST = 2000
"""Characters of a typed line."""
_LAST_DAYS = 14
_WEAKEST = 3
_LATEST = 12
"""Talks of one's own that give cards."""


@dataclass(frozen=True)
class Round:
    """Ten minutes of somebody."""

    started: datetime
    kinds: tuple[DrillKind, ...] = KINDS
    own: bool = True
    """Whether cards from one's own talks are dealt."""

    def over(self, now: datetime) -> bool:
        """Whether the ten minutes are up."""
        return now - self.started >= LENGTH


@dataclass(frozen=True)
class Outlook:
    """What waits for somebody, and what they did."""

    due: int
    new: int
    from_talks: int
    """Cards that their own talks gave, wanted or not."""
    next_due: datetime | None
    """When the next card is due, where none is due now."""
    days: tuple[tuple[date, int], ...]
    """The last two weeks and the cards done on each day, today last."""
    weakest: tuple[str, ...]
    """Codes missed most, the most first."""


@dataclass(frozen=True)
class Answered:
    """A card with what was said to the answer and when it is met again."""

    drill: Drill
    answer: KeptAnswer
    verdict: Verdict
    again: str | None
    """When, in words; None where the card has been answered once more since."""
    otherwise: tuple[tuple[Ease, str], ...]
    """What a tap would make of it, where it passed: hard or easy, and "again" where the reader was in doubt."""


@dataclass(frozen=True)
class Done:
    """What a round came to."""

    cards: int
    went_well: tuple[Drill, ...]
    meet_again: tuple[tuple[Drill, str], ...]
    """What was missed, with when it is met again, in words."""
    next_due: datetime | None


@dataclass(frozen=True)
class Drilling:
    """Deals cards, judges answers and keeps both."""

    store: RehearsalStore
    kept: DrillStore
    taker: TurnTaker

    def outlook(self, person: str, now: datetime, *, own: bool = True) -> Outlook:
        """What waits, whatever the kind."""
        talks = self._talks(person)
        whole = self._deck(talks)
        deck = {item: drill for item, drill in whole.items() if own or drill.rehearsal is None}
        answers = self.kept.answers(person)
        due = self._due(person, deck)
        a_day = Counter(answer.answered_at.date() for answer in answers)
        last = [now.date() - timedelta(days=back) for back in reversed(range(_LAST_DAYS))]
        missed = count_misses(_marked(answers, whole), list(filter(can_be_drilled, talks)), self.taker.rubric)
        missed.pop(NOTHING, None)
        return Outlook(
            due=sum(when <= now for when in due.values()),
            new=len(deck) - len(due),
            from_talks=sum(drill.rehearsal is not None for drill in whole.values()),
            next_due=min((when for when in due.values() if when > now), default=None),
            days=tuple((day, a_day[day]) for day in last),
            weakest=tuple(code for code, _ in missed.most_common(_WEAKEST)),
        )

    def deal(self, person: str, round_: Round, now: datetime) -> Drill | None:
        """The next card of a round; the same until it is answered. None when the time or the cards are used up."""
        if round_.over(now):
            return None
        talks = self._talks(person)
        whole = self._deck(talks)
        deck = [drill for drill in whole.values() if drill.card.kind in round_.kinds]
        answers = self.kept.answers(person)
        met = [drill for drill, _ in _marked(_within(answers, round_), whole)]
        return next_card(
            [drill for drill in deck if round_.own or drill.rehearsal is None],
            self._due(person, whole),
            met,
            count_misses(_marked(answers, whole), list(filter(can_be_drilled, talks)), self.taker.rubric),
            now=now,
            chance=Random(f"{person}:{round_.started}:{len(met)}"),
        )

    def drill(self, person: str, item: str) -> tuple[Drill, int]:
        """A card and how many answers to it there are; NotFoundError if it is not there or not theirs."""
        missing = NotFoundError("There is no such drill here. The talk it came from may have been deleted.")
        talk = talk_of(item)
        try:
            drill = self._deck((self.store.get(person, talk),) if talk else ()).get(item)
        except NotFoundError:
            raise missing from None
        if drill is None:
            raise missing
        return drill, sum(answer.item == item for answer in self.kept.answers(person))

    def count(self, person: str, round_: Round) -> int:
        """Cards done in a round."""
        return len(_within(self.kept.answers(person), round_))

    def leaves(self, line: str) -> LeftRole | None:
        """What is said to a typed line that touches what cannot be rehearsed; it is neither judged nor kept."""
        scope = load_out_of_scope()
        kind = left_role(line, scope)
        return scope.told(kind) if kind else None

    def answer(self, person: str, item: str, given: str, expected: int, now: datetime) -> KeptAnswer:
        """Judge an answer and keep it; InputError, with the sentence, for one that cannot be judged.

        `expected` is how many answers there were when the card was shown; ConflictError if another came in between.
        """
        drill, _ = self.drill(person, item)
        given = _readable(given).strip()
        if isinstance(drill.card, Spot):
            if given not in (*drill.card.choices, NOTHING):
                raise InputError("Choose one of the answers. Nothing was chosen yet.")
        elif refused := refusal(drill.card, given):
            raise InputError(refused)
        elif len(given) > LONGEST:
            raise InputError(f"That is {len(given)} characters long; one line can have {LONGEST}. Make it shorter.")
        right = self._judge(drill, given).right
        return self._keep(person, drill, given, expected, now, right=right)

    def give_up(self, person: str, item: str, expected: int, now: datetime) -> KeptAnswer:
        """Have a card shown instead of answering it: it comes back as one that was missed."""
        drill, _ = self.drill(person, item)
        return self._keep(person, drill, "", expected, now, right=False)

    def answered(self, person: str, item: str, answer: int, now: datetime) -> Answered:
        """What was said to an answer, the same each time; NotFoundError if it is not theirs or of another card."""
        drill, count = self.drill(person, item)
        kept = self.kept.answer(person, answer)
        if kept.item != item:
            raise NotFoundError("There is no such answer here.")
        every = [one.id for one in self.kept.answers(person) if one.item == item]
        card = next((card for card in self.kept.cards(person) if card.item == item), None)
        latest = card is not None and count > 0 and every[-1] == answer
        verdict = self._judge(drill, kept.given)
        return Answered(
            drill=drill,
            answer=kept,
            verdict=verdict,
            again=in_words(card.due, now) if card and latest else None,
            otherwise=_otherwise(card, verdict, now) if card and latest and kept.right else (),
        )

    def rate(self, person: str, answer: int, ease: Ease) -> None:
        """Say of an answer that passed how it was; one that did not pass stays missed."""
        if not self.kept.answer(person, answer).right:
            return

        def anew(record: str | None) -> tuple[str, datetime]:
            schedule = reviewed_anew(record or "", ease)
            return schedule.record, schedule.due

        self.kept.reschedule(person, answer, anew)

    def done(self, person: str, round_: Round, now: datetime) -> Done:
        """What a round came to. A card that was missed and then known went well."""
        deck = self._deck(self._talks(person))
        within = _within(self.kept.answers(person), round_)
        last = {answer.item: answer.right for answer in within}
        dues = self._due(person, deck)
        return Done(
            cards=len(within),
            went_well=tuple(deck[item] for item, right in last.items() if right and item in deck),
            meet_again=tuple(
                (deck[item], in_words(dues[item], now)) for item, right in last.items() if not right and item in dues
            ),
            next_due=min(dues.values(), default=None),
        )

    def _judge(self, drill: Drill, given: str) -> Verdict:
        if not given:
            return Verdict(right=False, sentence="Here it is. It comes back soon.")
        if isinstance(drill.card, Spot):
            return judge_choice(drill.card, given, self.taker.rubric)
        reader, asked = self.taker.scorer.reader, drill.card.request(given)
        heard = reader.confidences(asked) if isinstance(reader, Reader) else {}
        return judge_line(drill.card, given, reader.code(asked), self.taker.rubric, heard)

    def _keep(self, person: str, drill: Drill, given: str, expected: int, now: datetime, *, right: bool) -> KeptAnswer:
        new = NewAnswer(drill.card.id, drill.card.kind, drill.rehearsal, given, right, now)
        return self.kept.keep(person, new, expected, partial(_review, right=right, now=now))

    def _talks(self, person: str) -> tuple[Rehearsal, ...]:
        """The talks whose lines are drilled: the latest, for what somebody did a year ago says little of them now."""
        return self.store.lately_ended(person, _LATEST)

    def _deck(self, talks: Sequence[Rehearsal]) -> dict[str, Drill]:
        deck = {card.id: Drill(card) for card in load_drills().cards}
        for talk in filter(can_be_drilled, talks):
            try:
                scenario = scenario_of(talk)
            except NotFoundError:
                continue  # the situation is not shipped any more: its lines cannot be shown in their context
            deck.update((drill.card.id, drill) for drill in own_drills(talk, scenario, self.taker.rubric))
        return deck

    def _due(self, person: str, deck: dict[str, Drill]) -> dict[str, datetime]:
        return {card.item: card.due for card in self.kept.cards(person) if card.item in deck}


def _review(record: str | None, *, right: bool, now: datetime) -> tuple[str, datetime]:
    schedule = reviewed(record, "good" if right else "again", now)
    return schedule.record, schedule.due


def _otherwise(card: KeptCard, verdict: Verdict, now: datetime) -> tuple[tuple[Ease, str], ...]:
    eases: tuple[Ease, ...] = ("again", "hard", "easy") if verdict.doubts else ("hard", "easy")
    return tuple((ease, in_words(reviewed_anew(card.schedule, ease).due, now)) for ease in eases)


def _within(answers: tuple[KeptAnswer, ...], round_: Round) -> tuple[KeptAnswer, ...]:
    return tuple(answer for answer in answers if answer.answered_at >= round_.started)


def _marked(answers: tuple[KeptAnswer, ...], deck: dict[str, Drill]) -> list[tuple[Drill, bool]]:
    return [(deck[answer.item], answer.right) for answer in answers if answer.item in deck]


def _readable(text: str) -> str:
    """`text` without what no database takes: control characters and half characters."""
    return "".join(letter for letter in text if letter.isprintable() or letter in "\n\t\u00a0")
