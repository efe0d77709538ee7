"""The ledgers as a page shows them: needs, options, and the plan as it stands."""

from simulator.domain.debrief import NeedLine, OptionLine, Plan, PlanLine
from simulator.report.conversation import Conversation
from simulator.report.phrases import counted, in_words, listed, starting


def need_lines(conversation: Conversation) -> tuple[NeedLine, ...]:
    """Needs of both sides, in the order they came up."""
    return tuple(
        NeedLine(
            who=conversation.who(entry.whose),
            text=entry.text,
            source=entry.source,
            place=conversation.places[entry.turn],
        )
        for entry in sorted(conversation.scorecard.ledgers.needs, key=lambda entry: entry.turn)
    )


def option_lines(conversation: Conversation) -> tuple[OptionLine, ...]:
    """Options and who voiced each first."""
    return tuple(
        OptionLine(who=conversation.who(entry.by), text=entry.text, place=conversation.places[entry.turn])
        for entry in conversation.scorecard.ledgers.options
    )


def build_plan(conversation: Conversation) -> Plan:
    """Promises with who, when, check-in and assent, and which of the seven things a leader owes are among them."""
    names = {owed.id: owed.name for owed in conversation.rubric.leader_owes}
    lines = tuple(
        PlanLine(
            who=conversation.who(entry.owner),
            what=entry.text,
            when=entry.date,
            check_in=entry.check_in,
            agreed=conversation.places[entry.assent_turn] if entry.assent_turn is not None else None,
            owes=names.get(entry.owes) if entry.owes else None,
            theirs=entry.kind == "employee-core",
            taken_back=conversation.places[entry.taken_back] if entry.taken_back is not None else None,
            place=conversation.places[entry.turn],
        )
        for entry in conversation.scorecard.ledgers.commitments
    )
    standing = tuple(line for line in lines if line.taken_back is None)
    given = {line.owes for line in standing}
    return Plan(
        sentence=_sentence(conversation.name, standing),
        lines=lines,
        given=tuple(name for name in names.values() if name in given),
        not_given=tuple(name for name in names.values() if name not in given),
    )


def _sentence(name: str, lines: tuple[PlanLine, ...]) -> str:
    if not lines:
        return "There is no plan yet: no promise by either of you was found."
    owners = {"you": "yours", name: f"{name}'s", "both of you": "made by both of you"}
    parts = [f"{in_words(count)} {owners[who]}" for who in owners if (count := sum(line.who == who for line in lines))]
    sentence = f"There {'is' if len(lines) == 1 else 'are'} {counted(len(lines), 'promise')}: {listed(parts)}."
    carried = sum(line.theirs and line.who == "you" for line in lines)
    if carried:
        sentence += f" {starting(counted(carried, 'of yours is', 'of yours are'))} work that belongs to {name}."
    return sentence
