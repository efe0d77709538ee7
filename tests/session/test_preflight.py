"""Scripted leaders against one employee: what is held, what is read, what is noticed."""

import asyncio

from simulator.domain.preflight import Talk
from simulator.errors import ModelUnavailable
from simulator.llm.scripted import ScriptedModel
from simulator.persona.prompt_only import PromptOnlyVoice
from simulator.persona.spoken import Voice
from simulator.session.preflight import Preflight
from simulator.session.voices import authored_voice
from tests.session.flights import CODES, GOOD, PAULA, POOR, RemindsVoice, SaysVoice, ToldReader, flight


def fly(prepared: Preflight, voice: Voice | None = None, *, seeds: int = 1, shuffled: int = 0) -> tuple[Talk, ...]:
    return asyncio.run(prepared.fly(voice or authored_voice(PAULA), seeds=seeds, shuffled=shuffled))


def test_every_script_is_held_once_a_seed_and_good_leaders_at_every_guardedness() -> None:
    held = [(talk.kind, talk.guardedness, talk.seed) for talk in fly(flight(), seeds=2)]
    assert len(held) == len(set(held)) == 2 * (2 + 3) + 2 * 2
    assert {level for kind, level, _ in held if kind == "partnering"} == {"open", "guarded", "closed"}
    assert {level for kind, level, _ in held if kind != "partnering"} == {"guarded"}


def test_good_leaders_get_through_and_poor_ones_do_not() -> None:
    ends = {(talk.kind, talk.guardedness): talk.answers[-1] for talk in fly(flight())}
    assert ends["partnering", "open"].tier == 3
    assert ends["parenting", "guarded"].tier == 0
    assert ends["partnering", "guarded"].trust > ends["parenting", "guarded"].trust


def test_shuffled_talks_reach_the_number_asked_for_and_cost_no_reading() -> None:
    prepared = flight()
    fly(prepared)
    read = prepared.readings
    talks = fly(prepared, shuffled=200)
    assert prepared.readings == read
    assert sum(len(talk.answers) for talk in talks if talk.shuffled) >= 200
    assert {talk.guardedness for talk in talks if talk.shuffled} >= {"open", "guarded"}
    assert any(talk.pressing for talk in talks if talk.shuffled)
    assert any({answer.kind for answer in talk.answers} >= {"partnering", "parenting"} for talk in talks)


def test_equal_requests_are_read_once() -> None:
    reader = ToldReader()
    prepared = flight(reader)
    fly(prepared)
    assert len(reader.asked) == len(set(reader.asked)) == prepared.readings


def test_the_same_arguments_give_the_same_talks() -> None:
    assert fly(flight(), shuffled=80) == fly(flight(), shuffled=80)


def test_a_fact_that_was_not_told_is_a_leak_and_one_that_was_told_is_none() -> None:
    fact = PAULA.facts[0]
    told = next(line.text for line in authored_voice(PAULA).voice.disclosures[fact.id])
    talks = fly(flight(), SaysVoice(told))
    poor = next(talk for talk in talks if talk.kind == "parenting")
    assert all(fact.id in answer.leaked for answer in poor.answers)
    good = next(talk for talk in talks if talk.kind == "partnering" and talk.guardedness == "open")
    assert fact.id in good.answers[0].leaked or good.answers[0].gave
    assert fact.id not in good.answers[-1].leaked


def test_a_promise_of_the_leader_that_comes_back_is_no_leak() -> None:
    fact = PAULA.facts[0]
    words = " ".join(fact.tells[0])
    line = f"I'll find out about {words} by Friday."
    lines = (line, "And the weather?", "Well.", "So.", "Hm.")
    talks = fly(flight(ToldReader({line: ("CLOSE",)}), poor=lines), RemindsVoice(), seeds=4)
    came_back = [answer for talk in talks for answer in talk.answers if line in answer.reply]
    assert came_back
    assert not any(answer.leaked for answer in came_back)
    itself = [answer for talk in fly(flight(), SaysVoice(line)) for answer in talk.answers]
    assert any(fact.id in answer.leaked for answer in itself)


def test_leaving_the_role_and_saying_a_line_twice_are_noticed() -> None:
    talks = fly(flight(), SaysVoice("As an AI language model I cannot say."))
    first, second = talks[0].answers[:2]
    assert first.faults == second.faults == ("left the role",)
    assert not first.repeated
    assert second.repeated


def test_the_opening_said_again_is_a_line_said_twice() -> None:
    assert fly(flight(), SaysVoice(PAULA.persona.opening))[0].answers[0].repeated


def test_what_opens_to_a_poor_leader_is_noticed() -> None:
    misread = {**CODES, **dict.fromkeys(POOR, ("ASK", "REFLECT", "SHARE"))}
    poor = next(talk for talk in fly(flight(ToldReader(misread))) if talk.kind == "parenting")
    assert poor.pressing
    assert any(answer.gave for answer in poor.answers)


def test_a_commitment_is_agreement_and_the_nod_of_somebody_who_wants_it_over_is_none() -> None:
    def agreed(says: tuple[str, ...] | None, reader: ToldReader | None = None) -> list[bool]:
        talks = fly(flight(reader), SaysVoice("Okay. I'll have it done by Friday.", says))
        return [answer.agreed for talk in talks if talk.kind == "parenting" for answer in talk.answers]

    assert all(agreed(("COMMIT",)))
    assert not any(agreed(()))
    assert not any(agreed(("COMMIT", "BAIT_SHRUG")))
    assert all(agreed(None, ToldReader(employee=("COMMIT",))))


def test_a_line_that_leaves_what_can_be_rehearsed_ends_its_talk_and_stays_out_of_shuffles() -> None:
    line = "I'll see you in court."
    talks = fly(flight(poor=(line, *POOR)), shuffled=200)
    poor = next(talk for talk in talks if talk.kind == "parenting" and not talk.shuffled)
    assert poor.left_role
    assert len(poor.answers) == 1
    assert not any(answer.leader == line for talk in talks if talk.shuffled for answer in talk.answers)


def test_the_prompt_only_employee_is_told_everything_and_its_leaks_are_counted() -> None:
    fact = PAULA.facts[0]
    blurts = next(line.text for line in authored_voice(PAULA).voice.disclosures[fact.id])
    model = ScriptedModel(*[blurts] * 40)
    talks = fly(flight(), PromptOnlyVoice(PAULA, model, authored_voice(PAULA)))
    assert all(one.text in model.heard[0][0].content for one in PAULA.facts)
    assert model.heard[0][-1].content in GOOD
    assert any(answer.leaked for talk in talks for answer in talk.answers)
    assert not any(answer.stood_in for talk in talks for answer in talk.answers)


def test_where_the_built_in_voice_stands_in_for_a_model_it_is_counted() -> None:
    model = ScriptedModel(*[ModelUnavailable("The model did not answer.")] * 40)
    talks = fly(flight(), PromptOnlyVoice(PAULA, model, authored_voice(PAULA)))
    assert all(answer.stood_in for talk in talks for answer in talk.answers)
