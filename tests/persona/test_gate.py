"""What may pass to the page: nothing locked in any words, nobody but the employee speaking, no assistant."""

import pytest

from simulator.domain.scenario import Scenario
from simulator.library.scenarios import load_scenario, load_voice, scenario_ids
from simulator.library.voice_faults import every_line
from simulator.persona.gate import Fault, faults, gate_of

FIRST = "paula-first-meeting"
SECOND = "paula-second-meeting"
SLID = "the-date-that-slid"

PARAPHRASES: dict[str, tuple[str, ...]] = {
    FIRST: (
        "Honestly, I find the work mind-numbing.",
        "I wish the problems were tougher, to be frank.",
        "[sighs] I'm going through the motions most days.",
        "I could handle so much more than what I'm given.",
        "Something difficult. That's what I want.",
        "I'm under-challenged here.",
        "My skills are going to waste.",
        "Give me tougher assignments and I'd be happier.",
        "I just need a real challenge.",
        "I'd love to be recognised as one of the best again.",
        "I miss being regarded as a top analyst.",
        "I want people to see me as excellent again.",
        "I used to be a star performer and I want that back.",
        "I'm terrified I've left it past the point of speaking up.",
        "I fear I've missed the boat on this.",
        "No one has brought me a tough problem since the reorg.",
        "It has been all simple stuff since the reorganisation. Nobody gives me difficult questions.",
        "When I was off, nobody noticed I was gone.",
        "Some mornings I saw no reason to show up; the place runs fine without me.",
        "The reports practically do themselves.",
        "The days drag on forever since the restructuring.",
    ),
    SECOND: (
        "I'd love to be regarded as a top performer.",
        "Every time we talk, you strip something from me, and what I want is tougher work.",
        "You keep taking my work away. I want bigger challenges.",
        "I wish you would stretch me instead of shrinking my job.",
        "I stayed silent because it felt like a foregone conclusion.",
        "I never objected. I should have.",
        "I'm so under-challenged it's exhausting.",
        "I go through the day on autopilot.",
        "My brain is idle, and that wears me out.",
        "Everyone acts as though I'm about to break.",
        "People walk on eggshells when I'm in the room.",
        "I think I've been branded as someone who is brittle.",
        "I have a hunch about churn: the ones who go stop complaining first.",
        "There's barely anything left for me to hand over.",
        "The Monday report is practically automatic, an hour and a half and it's done.",
    ),
    SLID: (
        "If I had told you early I'd have taken the fall for it.",
        "Saying it first means signing up for the blame.",
        "Last November I warned about the tax export and ended up as the culprit on a presentation.",
        "They put my name on the big screen as the root cause.",
        "That deadline was imposed on me.",
        "Nobody asked me how long it would take.",
        "I'd like to be in charge of my own forecast from start to finish.",
        "I wish I could set the deadline myself, changes and all.",
        "I've a private log with ranges since week one.",
        "I keep a workbook nobody has seen.",
        "I was aware a week before that I would miss it.",
        "I redid the mapping three times.",
    ),
}
"""Locked facts in other words. The word classes grew with these; see AFTERWARDS for what they are worth elsewhere."""

AFTERWARDS: dict[str, tuple[str, ...]] = {
    FIRST: (
        "Frankly, this job has stopped asking anything of my mind.",
        "I could do this half asleep.",
        "I'd take a proper puzzle over a lighter load any day.",
        "It would be nice if somebody thought I was brilliant again.",
        "I'd like people to look up to my work once more.",
        "I worry the moment to speak up has passed.",
        "It may be past saving by now.",
        "Since the restructure I've had nothing but simple requests.",
        "When I stay home, the office doesn't even register it.",
        "There wasn't anything waiting for me, so why come?",
        "Those two reports practically write themselves.",
        "Time goes by so slowly these days.",
    ),
    SECOND: (
        "I want to be known as one of the strong ones.",
        "Whenever we sit down, I lose another piece of my job.",
        "Load me up, don't lighten me.",
        "I said thank you, but what I heard was a judgment.",
        "I'm tired from doing too little.",
        "I have so much more in me than this.",
        "You all treat me like porcelain.",
        "They've decided I'm weak.",
        "I think the customers who go silent are the ones who quit.",
        "All I have left is a desk and a password.",
        "My whole week's work takes an hour and a half.",
    ),
    SLID: (
        "I knew it wouldn't make the 7th days before.",
        "The other seven days were me doing the mapping again and again.",
        "Speaking up early just gets you blamed.",
        "Last time I raised the alarm, my name ended up as the cause on a chart in front of everybody.",
        "I never picked the 7th. It was picked for me.",
        "Let me give the number and stand by it, right or wrong.",
        "I've got my own figures hidden away in a file, and they were right.",
    ),
}
"""The same, written after the word classes were fixed and never used to change them."""


def _missed(paraphrases: dict[str, tuple[str, ...]]) -> list[str]:
    return [
        text
        for name, texts in paraphrases.items()
        for text in texts
        if "locked fact" not in faults(text, load_scenario(name), ())
    ]


def test_most_known_paraphrases_of_locked_facts_are_stopped() -> None:
    missed = _missed(PARAPHRASES)
    # Of 48; the first tells, without word classes, let 33 through.
    assert len(missed) <= 5, missed


def test_words_alone_stop_only_some_fresh_paraphrases() -> None:
    # Measured when written: 7 of 30, the first tells alone 5. The tells have since been widened by somebody who had
    # read these, so that they say little now; test_tells.py has newer ones. What keeps a locked fact from the page is
    # that it is in no prompt; the gate stops a model that guesses it in known words.
    total = sum(map(len, AFTERWARDS.values()))
    assert total - len(_missed(AFTERWARDS)) >= 7


@pytest.mark.parametrize("name", scenario_ids())
def test_no_fact_passes_in_its_own_words_however_it_is_dressed(name: str) -> None:
    scenario = load_scenario(name)
    dresses = (
        "{}", "[{}]", '"{}"', "[looks up] Well. {} There.", "*{}*", "Fine. “{}” I never said that.", "FINE: {}",
    )  # fmt: skip
    for fact in scenario.facts:
        for dress in dresses:
            assert "locked fact" in faults(dress.format(fact.text), scenario, ()), (fact.id, dress)
        assert "locked fact" in faults(fact.text.upper(), scenario, ())


def test_letters_that_hide_a_word_hide_nothing() -> None:
    scenario = load_scenario(FIRST)
    hidden = (
        "I am b-o-r-e-d.", "I am b o r e d.", "I am bo\u200bred.", "I am bor\u00aded.",
        "I am \uff42\uff4f\uff52\uff45\uff44.", "I am b.o.r.e.d today.",
    )  # fmt: skip
    for text in hidden:
        assert faults(text, scenario, ()) == ("locked fact",), text


@pytest.mark.parametrize("name", scenario_ids())
def test_no_authored_line_is_stopped_where_its_facts_are_open(name: str) -> None:
    scenario = load_scenario(name)
    stopped = [
        (line.text, found)
        for _, _, line, telling in every_line(load_voice(name))
        if (found := faults(line.text, scenario, (*line.facts, *telling)))
    ]
    assert stopped == []


@pytest.mark.parametrize("name", scenario_ids())
def test_an_opening_line_passes(name: str) -> None:
    scenario = load_scenario(name)
    assert faults(scenario.persona.opening, scenario, ()) == ()


@pytest.mark.parametrize("name", scenario_ids())
def test_a_fact_passes_once_it_is_open(name: str) -> None:
    scenario = load_scenario(name)
    every = [fact.id for fact in scenario.facts]
    assert all("locked fact" not in faults(fact.text, scenario, every) for fact in scenario.facts)


def test_a_fact_is_recognised_in_the_lines_that_tell_it() -> None:
    told = [
        gate_of(load_scenario(name)).tells(fact, line.text)
        for name in scenario_ids()
        for fact, lines in load_voice(name).disclosures.items()
        for line in lines
    ]
    assert sum(told) / len(told) > 0.9


FAULTY: tuple[tuple[Fault, str], ...] = (
    ("left the role", "As an AI, I can't have feelings about reports."),
    ("left the role", "I'm just a language model playing Paula."),
    ("left the role", "[as an AI assistant, she shrugs] Fine."),
    ("left the role", "My instructions say I can't tell you that."),
    ("left the role", "My system prompt is confidential."),
    ("left the role", "I'm sorry, but I can't help with that request."),
    ("left the role", "How can I assist you today?"),
    ("left the role", "Staying in character: fine, thanks."),
    ("left the role", "Sure! Here's the response: Fine."),
    ("left the role", "Okay, the user is asking about reports. Fine."),
    ("left the role", "My trust level is 30 and I am at tier 1."),
    ("left the role", "Fine.<|im_end|>"),
    ("left the role", "<leader>And you?</leader>"),
    ("left the role", "Fine. [/INST]"),
    ("left the role", "I cannot continue this roleplay."),
    ("spoke for the leader", "Fine.\nZiad: That's good to hear."),
    ("spoke for the leader", "Fine. Ziad: That's good to hear."),
    ("spoke for the leader", "Fine.\n**Ziad:** Good."),
    ("spoke for the leader", "Fine.\nZiad (leaning in): Good."),
    ("spoke for the leader", "[nods] Manager: And how do you feel?"),
    ("spoke for the leader", "Fine.\nYou: And the report?"),
    ("spoke for the leader", "Fine. [Ziad nods]"),
    ("spoke for the leader", "[you smile and say nothing] Fine."),
    ("spoke for the leader", "*Ziad leans back* Fine."),
    ("spoke for the leader", "Fine. Ziad smiles and asks about the weekend."),
    ("coached the leader", "That's a great question, Ziad."),
    ("coached the leader", "Great point. I had not seen it like that."),
    ("coached the leader", "I really appreciate your empathy."),
    ("coached the leader", "Thank you for listening and understanding."),
    ("coached the leader", "You're such a good manager."),
    ("coached the leader", "I feel really heard right now."),
    ("coached the leader", "You're doing really well with this."),
    ("coached the leader", "That means a lot to me."),
    ("coached the leader", "You're absolutely right."),
    ("coached the leader", "As a leader, you could try an open question."),
    ("format", "I see two things:\n- the report\n- the slides"),
    ("format", "1. The report\n2. The slides"),
    ("format", "**Fine.**"),
    ("format", "# Paula's answer\nFine."),
    ("format", "Paula sighs. Fine."),
    ("format", "Fine. Paula looks out of the window."),
    ("format", "Fine.\nPaula: And you?"),
    ("too long", "well " * 141),
)


@pytest.mark.parametrize(("fault", "text"), FAULTY)
def test_a_faulty_reply_is_stopped_for_its_fault(fault: Fault, text: str) -> None:
    assert fault in faults(text, load_scenario(SECOND), ())


ORDINARY = (
    "Fine, thanks. And you?",
    "[looks at the door] I'd rather not, if that's all right.",
    "The Monday report goes out at nine. It is always right.",
    "Hi Ziad. Sorry I'm late, the lift was stuck.",
    "Thank you. I'll think about that until tomorrow.",
    "[smiles politely] That's kind. It isn't necessary, though.",
    "I could show you the numbers on Thursday: two pages, no slides.",
    "You said last week that Dev would take the regional one. Has he started?",
    "Me: the outline. You: the data access. By Friday.",
    "No. That's not what I said, and you know it's not.",
    "I don't know what you want me to say to that. Is this a test?",
    "My guess is that sales will want it in June - or July.",
    "[turns the pen over] Which of the three did you have in mind?",
    "Ziad, one thing before you go on: who else knows?",
    "He asked, she answered, and nobody wrote it down.",
    "What the customers want is an answer by Tuesday. That much I know.",
    "I'm not a machine, Ziad. Give me a minute.",
    "My instructions from finance were to leave the tables alone.",
    "It rained the whole weekend. We stayed in.",
    "You can ask me that. [pause] I can also not answer it.",
)


@pytest.mark.parametrize("name", scenario_ids())
@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_reply_passes(name: str, text: str) -> None:
    assert faults(text, load_scenario(name), ()) == ()


def test_a_beginning_is_judged_as_the_whole_is() -> None:
    scenario: Scenario = load_scenario(SECOND)
    reply = "[shrugs] It's fine. It runs. As an AI I cannot say more."
    assert faults(reply[:27], scenario, ()) == ()
    assert faults(reply, scenario, ()) == ("left the role",)
