"""What the employee held: a card for each fact, turned by the line that earned it. A closed card carries nothing."""

from simulator.domain.debrief import Card, Disclosures
from simulator.domain.persona_state import Receipt
from simulator.domain.scenario import Fact
from simulator.report.conversation import Conversation
from simulator.report.phrases import counted, in_words, quoted, starting


def build_disclosures(conversation: Conversation) -> Disclosures:
    """Cards told first, in the order they were told; then one blank card for each that was not."""
    facts = conversation.scenario.facts
    told = [
        (moment.number, receipt, conversation.scenario.fact_by_id[receipt.fact])
        for moment in conversation.trail
        for receipt in moment.receipts
        if receipt.kind == "told" and receipt.fact is not None
    ]
    reached = tuple(_card(conversation, line, receipt, fact) for line, receipt, fact in told)
    closed_again = sum(card.state == "closed-again" for card in reached)
    return Disclosures(
        sentence=_sentence(conversation.name, len(facts), len(reached), closed_again),
        held=len(facts),
        reached=len(reached),
        cards=(*reached, *(Card(state="closed") for _ in range(len(facts) - len(reached)))),
        sentences=tuple(
            sentence
            for moment in conversation.trail
            for receipt in moment.receipts
            if (sentence := receipt_sentence(moment.number, receipt))
        ),
    )


def receipt_sentence(line: int, receipt: Receipt) -> str | None:
    """What a line did, with its words; None for `told`, which the cards show."""
    if receipt.kind == "told":
        return None
    words = f", {quoted(receipt.quote)}" if receipt.quote else ""
    return starting(f"line {line}{words}: {receipt.text}")


def _card(conversation: Conversation, line: int, receipt: Receipt, fact: Fact) -> Card:
    closed_by, closing = _closing(conversation, line, fact)
    move = conversation.rubric.by_code.get(receipt.code or "")
    return Card(
        state="closed-again" if closed_by else "open",
        text=fact.text,
        place=conversation.place_of_line.get(line),
        quote=receipt.quote,
        move=move.name if move else None,
        closed_by=conversation.place_of_line.get(closed_by) if closed_by else None,
        closing_quote=closing,
    )


def _closing(conversation: Conversation, told: int, fact: Fact) -> tuple[int | None, str | None]:
    """The line after which a told fact stays closed to the end, and its words."""
    last = conversation.last
    if last is None or last.tier >= fact.tier:
        return None, None
    closings = [
        (moment.number, receipt.quote)
        for moment in conversation.trail
        for receipt in moment.receipts
        if receipt.kind == "closed" and moment.number > told and receipt.tier == fact.tier
    ]
    return closings[-1] if closings else (last.number, None)


def _sentence(name: str, held: int, reached: int, closed_again: int) -> str:
    sentence = f"{name} held {counted(held, 'thing')}, "
    if reached == 0:
        return f"{sentence}and kept {'it' if held == 1 else 'them'} for another time."
    sentence += f"you reached {'all of them' if reached == held else in_words(reached)}."
    if closed_again:
        sentence += f" {starting(in_words(closed_again))} closed again."
    return sentence
