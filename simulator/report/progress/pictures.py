"""The pictures of the page, each with its tables and the one sentence it amounts to. Words that never shame."""

from collections.abc import Callable, Sequence

from simulator.domain.rubric import Rubric, Tag
from simulator.report.phrases import counted, in_words, listed, starting
from simulator.report.progress import figures
from simulator.report.progress.picture import Picture, Strip, Table, dots, top, trend
from simulator.report.progress.tables import Column, by_week, middle
from simulator.report.progress.talks import Compared, Talk, Value, compared, figure, having, too_few, typical

_TENTH = 0.1
_CARRIED: tuple[tuple[Tag, str, str], ...] = (
    ("FOR", "carrying it for them", "for"),
    ("TO", "doing it to them", "own"),
    ("AWAY", "walking away from it", "away"),
)
_LEAST_SCALE = 5


def pictures(talks: Sequence[Talk], rubric: Rubric) -> tuple[Picture, ...]:
    """All pictures of scored talks, the earliest first; none without talks."""
    if not talks:
        return ()
    made = (
        _moves(talks),
        _groups(talks),
        _seesaw(talks, rubric),
        _criteria(talks, rubric),
        _own_view(talks),
        _energy(talks),
    )
    return tuple(picture for picture in made if picture.strips)


def missing_sentences(talks: Sequence[Talk]) -> tuple[str, ...]:
    """What is not there to be drawn though talks are, and how it comes to be."""
    found = []
    if talks and not having(talks, figures.seen):
        found.append("Mark your own lines after a talk, and a picture here shows how well you see yourself.")
    if talks and not having(talks, figures.energy_after):
        found.append(
            "Note your energy before a talk and after it, and a picture here shows what talks cost and give you."
        )
    return tuple(found)


def _moves(talks: Sequence[Talk]) -> Picture:
    kinds: tuple[tuple[str, Value, str], ...] = (
        ("Partnering moves", figures.partnering, "with"),
        ("Parenting moves", figures.parenting, "for"),
    )
    like = compared(talks)
    sentence = too_few(talks)
    if like:
        now = [figure(typical(like.recent, value)) for _, value, _ in kinds]
        sentence = (
            f"{like.lead} there were typically {now[0]} partnering moves and {now[1]} parenting moves in ten lines"
        )
        if like.earlier:
            then = [figure(typical(like.earlier, value)) for _, value, _ in kinds]
            sentence += f"; {like.before}, {then[0]} and {then[1]}"
    return _picture(
        talks,
        id="moves",
        title="What you do",
        about="Moves the reader found in ten lines of yours. One line can hold several.",
        sentence=sentence,
        strips=_alike(talks, like, kinds),
        tables=(by_week(talks, [Column(f"{name} in ten lines", middle(value)) for name, value, _ in kinds]),),
    )


def _groups(talks: Sequence[Talk]) -> Picture:
    kinds = [(f"{tag}: {words}", figures.group(tag), colour) for tag, words, colour in _CARRIED]
    like = compared(talks)
    sentence = too_few(talks)
    if like:
        now = {tag: typical(like.recent, figures.group(tag)) for tag, _, _ in _CARRIED}
        most, words = max(((tag, words) for tag, words, _ in _CARRIED), key=lambda one: now[one[0]])
        if now[most]:
            sentence = f"{like.lead}, where the weight went to one end, it was mostly {most}, {words}: typically "
            sentence += f"{figure(now[most])} in ten lines"
            if like.earlier:
                sentence += f"; {like.before}, {figure(typical(like.earlier, figures.group(most)))}"
        else:
            sentence = f"{like.lead} the reader typically found nothing carried for them, done to them or left to them"
    columns = [Column(f"{tag} in ten lines", middle(figures.group(tag))) for tag in ("FOR", "TO", "AWAY", "WITH")]
    return _picture(
        talks,
        id="groups",
        title="Where the weight goes",
        about=(
            "The parenting moves, sorted by where the weight went, in ten lines of yours. Partnering moves are WITH: "
            "you find them in the figures."
        ),
        sentence=sentence,
        strips=_alike(talks, like, kinds),
        tables=(by_week(talks, columns),),
    )


def _seesaw(talks: Sequence[Talk], rubric: Rubric) -> Picture:
    limit, balanced = rubric.seesaw.limit, rubric.seesaw.balanced
    like = compared(talks)
    sentence = too_few(talks)
    if like:
        sentence = f"{like.lead} it {_ended(like.recent)}"
        if like.earlier:
            sentence += f"; {like.before} it {_ended(like.earlier)}"
    strip = Strip(
        "The see-saw at the end",
        "seesaw",
        -limit,
        limit,
        ((limit, "you carry it"), (0, "level"), (-limit, "they carry it alone")),
        dots(talks, figures.seesaw),
        trend(talks, figures.seesaw, like),
        (-balanced, balanced),
    )
    columns = [
        Column("Level", lambda week: str(figures.sides(week)[0])),
        Column("You carried it", lambda week: str(figures.sides(week)[1])),
        Column("They carried it alone", lambda week: str(figures.sides(week)[2])),
        Column("Typical end", middle(figures.seesaw, lambda value: f"{value:+.1f}")),
    ]
    return _picture(
        talks,
        id="seesaw",
        title="Where the see-saw ends",
        about=f"From +{figure(limit)}, you carry it all, to -{figure(limit)}, they carry it alone.",
        sentence=sentence,
        strips=(strip,),
        tables=(by_week(talks, columns),),
    )


def _criteria(talks: Sequence[Talk], rubric: Rubric) -> Picture:
    every = len(rubric.criteria)
    like = compared(talks)
    sentence = too_few(talks)
    tables = [by_week(talks, [Column(f"Typically met, of {every}", middle(figures.met))])]
    if like:
        names = {criterion.code: criterion.name for criterion in rubric.criteria}
        sentence = f"{like.lead} you typically met {figure(typical(like.recent, figures.met))} of the {in_words(every)}"
        if like.earlier:
            sentence += f"; {like.before}, {figure(typical(like.earlier, figures.met))}"
        rooms = _with_room(like.recent, names)
        if rooms:
            sentence += f". Most room is in “{rooms}”"
        tables.insert(0, _each_criterion(like, names))
    strip = Strip(
        "Criteria met",
        "with",
        0,
        every,
        ((0, "0"), (every, str(every))),
        dots(talks, figures.met),
        trend(talks, figures.met, like),
    )
    return _picture(
        talks,
        id="criteria",
        title=f"The {in_words(every)} things to look for",
        about="How many of them were met. One applies only where a situation holds a tension.",
        sentence=sentence,
        strips=(strip,),
        tables=tuple(tables),
    )


def _own_view(talks: Sequence[Talk]) -> Picture:
    marked = having(talks, figures.seen)
    like = compared(marked)
    sentence = too_few(marked, "talk with marks of yours")
    if like:
        agreed, found = figures.marks(like.recent)
        sentence = (
            f"{like.lead} the reader found parenting in {counted(found, 'line')}; "
            f"{in_words(agreed)} of them you had marked yourself"
        )
        if like.earlier:
            agreed, found = figures.marks(like.earlier)
            sentence += f". {starting(like.before)} it was {in_words(agreed)} of {in_words(found)}"
    strip = Strip(
        "Parenting lines you marked too",
        "own",
        0,
        1,
        ((0, "none"), (0.5, "half"), (1, "all")),
        dots(talks, figures.seen),
        trend(talks, figures.seen, like),
    )
    columns = [
        Column("Lines with a parenting move", lambda week: str(figures.marks(week)[1])),
        Column("Marked by you too", lambda week: str(figures.marks(week)[0])),
    ]
    return _picture(
        talks,
        id="own-view",
        title="How you see yourself",
        about=(
            "Your own marks beside what the reader found, where you marked your lines and it found a parenting move. "
            "Neither of the two is always right."
        ),
        sentence=sentence,
        strips=(strip,) if marked else (),
        tables=(by_week(marked, columns),),
    )


def _energy(talks: Sequence[Talk]) -> Picture:
    noted = having(talks, figures.energy_after)
    like = compared(noted)
    sentence = too_few(noted, "talk with your energy before and after")
    if like:
        sentence = f"{like.lead} you typically {_went(like.recent)}"
        if like.earlier:
            sentence += f"; {like.before} you {_went(like.earlier)}"
    strip = Strip(
        "Your own energy, 0 to 10",
        "away",
        0,
        10,
        ((0, "0"), (10, "10")),
        dots(talks, figures.energy_after, figures.energy_before),
    )
    columns = [
        Column("Before", middle(figures.energy_before)),
        Column("After", middle(figures.energy_after)),
    ]
    return _picture(
        talks,
        id="energy",
        title="What it costs you, what it gives you",
        about=(
            "Your own energy as you noted it. A line begins with what you came with and ends, at its point, "
            "with what was left."
        ),
        sentence=sentence,
        strips=(strip,) if noted else (),
        tables=(by_week(noted, columns),),
    )


def _picture(
    talks: Sequence[Talk],
    *,
    id: str,  # noqa: A002 - the picture's own word
    title: str,
    about: str,
    sentence: str,
    strips: tuple[Strip, ...],
    tables: tuple[Table, ...],
) -> Picture:
    """With the days of the talks, and a full stop."""
    return Picture(id, title, about, sentence.rstrip(".") + ".", tuple(talk.on for talk in talks), strips, tables)


def _alike(talks: Sequence[Talk], like: Compared | None, kinds: Sequence[tuple[str, Value, str]]) -> tuple[Strip, ...]:
    """Strips on one scale, so that their heights can be compared."""
    high = top([value(talk.digest) or 0.0 for talk in talks for _, value, _ in kinds], _LEAST_SCALE)
    return tuple(
        Strip(name, colour, 0, high, ((0, "0"), (high, str(high))), dots(talks, value), trend(talks, value, like))
        for name, value, colour in kinds
    )


def _ended(talks: Sequence[Talk]) -> str:
    level, over, under = figures.sides(talks)
    if level == len(talks):
        return "ended level each time"
    rest = [f"{in_words(over)} times with you carrying it"] if over else []
    rest += [f"{in_words(under)} times with them carrying it alone"] if under else []
    parts = [f"{in_words(level)} times level", *rest] if level else rest
    return f"ended {listed(parts)}".replace("one times", "once").replace("two times", "twice")


def _went(talks: Sequence[Talk]) -> str:
    before, after = typical(talks, figures.energy_before), typical(talks, figures.energy_after)
    if abs(before - after) < _TENTH:
        return f"came with {figure(before)} and left with as much"
    return f"came with {figure(before)} and left with {figure(after)}"


def _with_room(talks: Sequence[Talk], names: dict[str, str]) -> str | None:
    """The criterion met in the smallest part of the talks it applies to; None where all were met each time."""
    shares: dict[str, float] = {}
    for code in names:
        there, of = figures.times_met(talks, code)
        if of:
            shares[code] = there / of
    least = min(shares, key=lambda code: shares[code], default=None)
    return names[least] if least is not None and shares[least] < 1 else None


def _each_criterion(like: Compared, names: dict[str, str]) -> Table:
    def cell(talks: Sequence[Talk], code: str) -> str:
        there, of = figures.times_met(talks, code)
        return f"{there} of {of}" if of else "did not apply"

    spans: list[tuple[str, Callable[[str], str]]] = [
        (f"Met in the last {in_words(len(like.recent))}", lambda code: cell(like.recent, code))
    ]
    if like.earlier:
        spans.append((f"In the {in_words(len(like.earlier))} before", lambda code: cell(like.earlier, code)))
    return Table(
        f"Which of them were met, in talks with somebody {like.words}",
        ("Criterion", *(head for head, _ in spans)),
        tuple((name, *(cell_of(code) for _, cell_of in spans)) for code, name in names.items()),
    )
