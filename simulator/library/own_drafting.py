"""A situation of the leader's own, drafted to a scenario that can be played and the few lines that are its own.

What the employee holds: the leader's guesses, each at the depth it was put, and at every depth one concern of the
stock (scenarios/new/own.yaml) that the leader did not type. Chance draws those anew for each rehearsal, and says which
is told first, so that rehearsing is more than reading back one's own guesses.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import get_args

from simulator.domain.own import Described, Own
from simulator.domain.own_stock import Beside, Concern, Depth, Manner, OwnStock
from simulator.domain.scenario import Fact, Need, Scenario, Sign, Subject, Unlock
from simulator.domain.starter import TRUE_NEED, Answers, Held, Starter
from simulator.domain.voice import Line, Voice
from simulator.domain.wording import fold, leaked
from simulator.errors import ContentError, InputError
from simulator.library.drafting import load_questions, load_starter, named, scenario_value
from simulator.library.places import scenarios_folder
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_stock, own_faults, public_texts
from simulator.library.telling import content_stems, folded_sentences, tells_of
from simulator.library.yaml_file import read_value

_DEEPEST = "deepest"
"""A subject: what is named when the deepest is named."""
_LONG_STEM = 5
_NOBODYS = "the work itself, and how it is done"
_PLAIN_ROLE = "somebody you work with"


@cache
def load_own_stock() -> OwnStock:
    """Manners, concerns and needs; raise ContentError if the file is wrong."""
    path = scenarios_folder() / "new" / "own.yaml"
    stock = read_value(path, OwnStock)
    codes = {code.code for code in load_rubric().employee_codes}
    wrong = [habit for manner in stock.manners for habit in manner.habits if habit not in codes]
    wrong += [code for manner in stock.manners for code in manner.reactions if code not in load_rubric().codes]
    thin = [f"depth {d} for a {who}" for who in get_args(Beside) for d in get_args(Depth) if _few(stock, who, d)]
    if wrong or thin or set(stock.needs) != set(get_args(Need)):
        said = "; ".join((*(f"'{code}' is no code" for code in wrong), *(f"needs 3 concerns at {one}" for one in thin)))
        raise ContentError((f"{path.name}: {said or 'needs every need once'}",))
    return stock


def _few(stock: OwnStock, who: Beside, tier: Depth) -> bool:
    fewest = 3
    return sum(one.tier == tier and who in one.beside and not one.kinds for one in stock.concerns) < fewest


@dataclass(frozen=True)
class _Holding:
    """Something the employee holds, ready to be told."""

    tier: Depth
    text: str
    says: tuple[Line, ...]
    recalls: tuple[Line, ...]
    tells: tuple[tuple[str, ...], ...]
    need: Need | None


def draft_own(described: Described, situation: str, seed: int) -> Own:
    """What one rehearsal of a situation is played from; the same arguments give the same.

    InputError, fit for the form, where what was typed cannot be played: a guess that says what anyone could see, or
    what anybody might say.
    """
    stock, chance = load_own_stock(), random.Random(f"{seed}:own")
    # First without anything held: what stands in it is public, and nothing that is held may be read off it.
    bare = _scenario(described, situation, (), "significance", chance)
    public = tuple(text for _, text in public_texts(bare))
    guesses = tuple(_guesses(described, public, chance))
    drawn = _drawn(described, public, guesses, stock, chance)
    held = [*guesses, *(_concern(one, described) for one in drawn)]
    chance.shuffle(held)  # within a depth the order is the order of telling
    # At the bottom the guess comes first: that depth opens when it is named, and something else would be no answer.
    held.sort(key=lambda one: (one.tier, one.need is not None))
    need = next(one.need for one in drawn if one.need)
    scenario = _scenario(described, situation, held, need, chance)
    own = Own(scenario=scenario, voice=_voice(scenario, held, described), unsent=described.unsent)
    faults = own_faults(own)
    if faults:
        raise InputError(f"This cannot be played as it stands: {faults[0]}.")
    return own


def check_described(described: Described) -> None:
    """Raise InputError, fit for the form, where what was typed cannot be played."""
    draft_own(described, "0", seed=0)


def shown_scenario(described: Described, situation: str) -> Scenario:
    """The scenario for the page before the talk: what it shows is the same whatever chance draws."""
    return draft_own(described, situation, seed=0).scenario


def _guesses(described: Described, public: Sequence[str], chance: random.Random) -> Iterator[_Holding]:
    """The leader's guesses, with words by which each is recognised."""
    stock = load_own_stock()
    typed = [(depth, guess) for depth, guess in zip(get_args(Depth), described.guesses, strict=True) if guess]
    for depth, guess in typed:
        others = [other for _, other in typed if other != guess]
        tells = tells_of(guess, (*public, *others), _stock_sentences(), _common(described))
        if not tells:
            raise InputError(
                f"“{guess}” cannot be kept back, because it says what stands elsewhere on this page, or what anybody "
                f"might say. Put it in words of its own: what might {described.called} say that nobody can see?"
            )
        first, second = chance.sample(stock.lead_ins[str(depth)], 2)  # type: ignore[index]
        yield _Holding(
            tier=depth,
            text=f"As {described.called} would put it: “{guess}”",
            says=(Line(text=f"{first} {guess}"), Line(text=f"{second} {guess}")),
            recalls=(Line(text=f"{chance.choice(stock.recalls)} {guess}"),),
            tells=tells,
            need=None,
        )


def _drawn(
    described: Described, public: Sequence[str], guesses: Sequence[_Holding], stock: OwnStock, chance: random.Random
) -> tuple[Concern, ...]:
    """One concern for each depth, none of which can be read off what was typed, nor off each other."""
    guessed = [_fact(f"guess-{number}", guess) for number, guess in enumerate(guesses)]
    typed = [*public, *(line.text for guess in guesses for line in (*guess.says, *guess.recalls))]
    drawn: list[Concern] = []
    for depth in get_args(Depth):
        fitting = [one for one in stock.concerns if one.tier == depth and one.fits(described.kind)]
        chance.shuffle(fitting)
        found = next((one for one in fitting if _stands_apart(one, typed, guessed, drawn, described)), None)
        if found is None:
            raise InputError(
                "So much of what somebody could hold stands on this page that nothing is left to be told. "
                "Keep to what anyone could see, and leave reasons for the guesses."
            )
        drawn.append(found)
    return tuple(drawn)


def _stands_apart(
    one: Concern, typed: Sequence[str], guessed: Sequence[Fact], drawn: Sequence[Concern], described: Described
) -> bool:
    holding = _concern(one, described)
    fact, lines = _fact(one.id, holding), _lines(holding)
    others = [_concern(other, described) for other in drawn]
    facts = [*guessed, *(_fact(f"drawn-{number}", other) for number, other in enumerate(others))]
    if any(leaked([fact], text) for text in chain(typed, *map(_lines, others))):
        return False
    return not any(leaked(facts, text) for text in lines)


def _lines(holding: _Holding) -> tuple[str, ...]:
    return tuple(line.text for line in (*holding.says, *holding.recalls))


def _fact(name: str, holding: _Holding) -> Fact:
    return Fact(id=name, tier=holding.tier, text=holding.text, tells=holding.tells, need=holding.need)


def _concern(one: Concern, described: Described) -> _Holding:
    return _Holding(one.tier, named(one.text, _names(described)), one.says, one.recalls, one.tells, one.need)


def _scenario(
    described: Described, situation: str, held: Sequence[_Holding], need: Need, chance: random.Random
) -> Scenario:
    """The scenario; with nothing held, one that is there to be looked at for what it shows."""
    manner = manner_of(described)
    starter = load_starter().model_copy(
        update={"start": manner.start, "manner": manner.manner, "masks": {manner.id: manner.as_mask}}
    )
    facts = tuple(_fact(f"held-{number}", one) for number, one in enumerate(held, 1))
    drafted = scenario_value(_answers(described, situation, held, need, starter), starter)
    brief = drafted.brief.model_copy(update={"strength": described.strength or _no_strength(described)})
    drafted = drafted.model_copy(
        update={
            "brief": brief,
            "persona": drafted.persona.model_copy(update={"opening": _opening(manner, facts, chance)}),
            "subjects": _subjects(described, drafted, need),
            "unlocks": tuple(map(_deepest_named, drafted.unlocks)),
        }
    )
    if not held:
        return drafted
    rewrites = tuple(one for one in drafted.rewrites if not leaked(facts, one.line))
    hints = tuple(hint for hint in drafted.hints if not leaked(facts, hint))
    # Checked anew as a whole: what was put in by hand must hold together as a file's would.
    value = drafted.model_copy(update={"facts": facts, "rewrites": rewrites, "hints": hints})
    return Scenario.model_validate_json(value.model_dump_json())


def _opening(manner: Manner, facts: Sequence[Fact], chance: random.Random) -> str:
    silent = [line for line in manner.openings if not leaked(facts, line)]
    return chance.choice(silent or ["[sits down]"])


def _answers(described: Described, situation: str, held: Sequence[_Holding], need: Need, starter: Starter) -> Answers:
    asked = load_questions().by_id()
    about = next(choice.says for choice in asked["kind"].choices if choice.id == described.kind)
    needs = load_own_stock().needs
    standing_in = tuple(Held(depth, "-", "-", (("\x00",),)) for depth in get_args(Depth))
    return Answers(
        id=f"own-{situation[:8]}",
        kind=described.kind,
        need=need,
        lines={
            "title": f"Your talk with {described.called}",
            "summary": about,
            "leader-name": described.me,
            "you-are": f"You are {described.me}. This is a talk of your own: {about}.",
            "name": described.called,
            "role": described.role or _PLAIN_ROLE,
            "public": f"As you know {described.called}: {manner_of(described).says}.",
            "situation": _situation(described),
            "strength": described.strength,
            "gap": described.visible[0],
            "mask": described.manner,
            "need": needs[need].says,
            "opening": "",
            "ending-partnering": starter.endings.partnering,
            "ending-parenting": starter.endings.parenting,
        },
        lists={
            "visible": described.visible,
            "own-needs": described.needs,
            "fixed": described.fixed,
            "employee-owned": described.theirs or (_NOBODYS,),
            "need-words": needs[need].words,
        },
        pronouns=starter.pronouns[described.pronouns],
        facts=tuple(Held(one.tier, one.text, "-", one.tells) for one in held) or standing_in,
    )


def _situation(described: Described) -> str:
    said = [f"{described.called} and you are about to sit down. You know what you have seen. Why, you can only guess."]
    earlier = described.earlier
    if earlier:
        on = f" on {earlier.on.day} {earlier.on:%B}" if earlier.on else ""
        said.append(f"You talked about it before{on}.")
    return " ".join(said)


def _subjects(described: Described, drafted: Scenario, need: Need) -> tuple[Subject, ...]:
    """The subjects with the words of the leader's guesses: a guess that is checked and held is right."""
    shown = frozenset(chain.from_iterable(content_stems(text, frozenset()) for _, text in public_texts(drafted)))
    common = _common(described)

    def stems(guess: str) -> tuple[str, ...]:
        found = (stem for stem in content_stems(guess, common) if len(stem) >= _LONG_STEM)
        return tuple(stem for stem in found if stem not in shown)

    words = load_own_stock().needs[need].words
    every = (*words, *chain.from_iterable(map(stems, described.guesses)))
    deepest = (*words, *stems(described.guesses[2]))
    kept = (one for one in drafted.subjects if one.id != TRUE_NEED)
    return (
        *kept,
        Subject(id=TRUE_NEED, words=tuple(dict.fromkeys(every))),
        Subject(id=_DEEPEST, words=tuple(dict.fromkeys(deepest))),
    )


def _deepest_named(unlock: Unlock) -> Unlock:
    """The last depth opens where the deepest is named: a guess nearer to the surface may be right and open nothing."""
    if unlock.tier != 3:  # noqa: PLR2004 - the deepest of three
        return unlock
    now = (Sign(move=sign.move, about=_DEEPEST) if sign.about == TRUE_NEED else sign for sign in unlock.now)
    return unlock.model_copy(update={"now": tuple(now)})


def _voice(scenario: Scenario, held: Sequence[_Holding], described: Described) -> Voice:
    """Lines that tell what is held, and a few of the manner; none that gives away something else."""
    manner, facts = manner_of(described), scenario.facts
    told = {fact.id: one for fact, one in zip(facts, held, strict=True)}
    whole = Voice(
        scenario=scenario.id,
        disclosures={name: one.says for name, one in told.items()},
        recalls={name: one.recalls for name, one in told.items()},
        reactions=manner.reactions,
        situations=manner.situations,
    )
    return whole.model_copy(
        update={
            section: {
                key: cell.model_copy(update={"tier0": tuple(li for li in cell.tier0 if not leaked(facts, li.text))})
                for key, cell in getattr(whole, section).items()
            }
            for section in ("reactions", "situations")
        }
    )


def manner_of(described: Described) -> Manner:
    """How they meet the leader; the first manner there is where the form named none that is known."""
    manners = load_own_stock().manners
    return next((one for one in manners if one.id == described.manner), manners[0])


def _no_strength(described: Described) -> str:
    return f"You have not noted one yet. Think of one thing {described.called} did well, and of the day."


@cache
def _stock_sentences() -> tuple[str, ...]:
    return folded_sentences(load_stock())


def _common(described: Described) -> frozenset[str]:
    names = (*fold(described.called).split(), *fold(described.me).split())
    return frozenset({*load_starter().plain_words, *load_own_stock().plain_words, *names})


def _names(described: Described) -> dict[str, str]:
    pronouns = load_starter().pronouns[described.pronouns]
    return {"name": described.called, **pronouns.model_dump()}
