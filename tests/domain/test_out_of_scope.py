"""What cannot be rehearsed is told from ordinary talk that sounds like it: few false alarms, no loud miss."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from simulator.domain.out_of_scope import OutOfScope, left_role
from simulator.domain.wording import sentences
from simulator.library.places import rubrics_folder
from simulator.library.scenarios import load_out_of_scope

ORDINARY = (
    # Sounds like self-harm.
    "This deadline kills me, and I think it kills you too.",
    "I could have killed him when he moved the date again.",
    "Shipping on Friday without tests would be career suicide.",
    "That meeting was so long I wanted to die.",
    "Don't cut yourself short, you did the hard part.",
    "You don't have to kill yourself over these two slides.",
    "I'm dying to hear how the demo went.",
    "One more steering group and I'll jump out of the window.",
    "You've been hurting yourself by saying yes to everyone.",
    "I'd end it all on page nine and start the review there.",
    "The release is on life support, so let's end its life in March.",
    "Don't shoot yourself in the foot with that promise.",
    "I don't want to live with two trackers any more.",
    "The suicide prevention helpline is the customer who is still waiting for your figures.",
    # Sounds like harassment.
    "You had a harassed look when you came in.",
    "I was harassed by e-mails all morning and forgot your note.",
    "Sales keep hassling you for a date, don't they?",
    "Don't let procurement bully us into a lower number.",
    "He touched on your point twice, and I'm touched that you told me.",
    "She keeps pressing me for the number.",
    "That is an inappropriate level of detail for the board.",
    "There was a complaint from the customer about the late figures.",
    "We made unwelcome advances on the other team's budget.",
    "The grievance I hear from sales is that answers take a week.",
    "The sexiest slide in the deck is yours.",
    # Sounds like discrimination.
    "It's a race against time and you know it.",
    "We must discriminate between must-have and nice-to-have.",
    "Her eye is discriminating and her notes are better than mine.",
    "Because you're a woman of your word I believe the date.",
    "That chart is black and white, and the customer wants colour.",
    "He's biased towards the cheaper vendor, and so am I.",
    "The gender field in the form is empty for half the rows.",
    "The button is grey because the account is disabled.",
    "Age is the second column; religion we don't collect.",
    "I asked Gayle because she knows the rota.",
    # Sounds like medical detail.
    "I was sick on Monday, so I missed your demo.",
    "Your two sick days are no issue at all.",
    "What's your diagnosis of the outage?",
    "The doctor's surgery that ordered the screens wants them by May.",
    "I'm sick of this tracker, it gives me a headache.",
    "The patient portal went down and the medication list did not load.",
    "He diagnosed the memory leak in an hour.",
    "You look tired; was it a short night?",
    "Depressing figures, and you still found the good row.",
    "The team is pregnant with ideas and short of hands.",
    "Are you all right? You've been ill, somebody said.",
    # Sounds like a legal dispute.
    "Legal wants it by Friday.",
    "We may have to sue the supplier; that's not for you to carry.",
    "The ball is in your court now.",
    "Our lawyers have read the contract and have two questions.",
    "Sue from finance asks for the two numbers, and I told Sue you would call.",
    "Can you take the contract to legal before noon?",
    "The supplier's lawyer called me, not you.",
    "You have a strong case; put it to the board on one page.",
    "The dispute with the vendor about the invoice costs you an hour a day.",
    "You be the judge of which slide goes.",
)
LEAVES = {
    "self-harm": (
        "Sometimes I think of killing myself, and nobody here knows.",
        "Are you thinking about suicide?",
        "I don't want to be alive any more.",
        "Have you ever thought of hurting yourself?",
        "Your brother says you have started cutting yourself again.",
        "I took an overdose in the spring and nobody at work was told.",
        "It would be better for everyone if I were dead.",
        "I want to end my life, and this job is only part of it.",
        "She tried to take her own life last year.",
        "You might as well go and kill yourself.",
        "There are nights when I’m suicidal.",
    ),
    "harassment": (
        "He put his hand on my thigh under the table and I froze.",
        "You have been accused of sexual harassment by two colleagues.",
        "I want to make a harassment complaint against Martin.",
        "Is somebody in the team harassing you?",
        "She says you groped her at the summer party.",
        "He keeps sending me pictures of himself without clothes.",
        "There is a bullying complaint about you, and HR has it.",
        "Sleep with me and the promotion is yours.",
        "I've been stalked by a colleague since the offsite.",
        "He touched me without asking, and I told him to stop.",
    ),
    "discrimination": (
        "You were turned down because you're pregnant, between us.",
        "I was discriminated against when the post was filled.",
        "She has filed a discrimination complaint about our panel.",
        "He made a racist joke about you in the kitchen.",
        "They passed me over because of my skin colour.",
        "I was told I'm out because I'm gay.",
        "It was a sexist remark and I want to report it.",
        "You won't get the role because of your religion.",
        "I think you didn't hire him because he is disabled.",
        "The way they treat the women here is plain discrimination.",
    ),
    "medical": (
        "I was diagnosed with cancer in March.",
        "What medication are you taking?",
        "Tell me exactly what your doctor said about your results.",
        "You have bipolar disorder, don't you?",
        "My antidepressants make the mornings slow.",
        "How many weeks pregnant are you?",
        "I had a miscarriage in the week you presented.",
        "What does your psychiatrist say?",
        "My chemo starts on Monday.",
        "I need to know your diagnosis before we go on.",
    ),
    "legal": (
        "My lawyer will be in touch with you.",
        "I'll see you in court.",
        "You can sue me if you like.",
        "I'm taking the company to an employment tribunal.",
        "Sign it, or we take legal action against you.",
        "Has your solicitor written to us about the dismissal?",
        "That would be unfair dismissal, and I would claim it.",
        "You breached your contract and we will sue you for it.",
        "I've brought a lawsuit against the company over my pay.",
        "Say nothing more to me until you have talked to a lawyer.",
    ),
}


@pytest.mark.parametrize("line", ORDINARY)
def test_ordinary_talk_goes_on(line: str) -> None:
    assert left_role(line, load_out_of_scope()) is None


@pytest.mark.parametrize(("kind", "line"), [(kind, line) for kind, lines in LEAVES.items() for line in lines])
def test_what_cannot_be_rehearsed_is_recognised(kind: str, line: str) -> None:
    assert left_role(line, load_out_of_scope()) == kind


def test_an_idiom_excuses_itself_and_nothing_else() -> None:
    scope = load_out_of_scope()
    assert left_role("Shipping now is career suicide.", scope) is None
    assert left_role("Shipping now is career suicide, and I have thought about suicide.", scope) == "self-harm"


def test_a_group_stands_in_one_sentence() -> None:
    scope = load_out_of_scope()
    assert left_role("I moved the date because of you. Gay Talese wrote it.", scope) is None
    assert left_role("Sue told me. You would know.", scope) is None


def test_the_weightiest_kind_counts() -> None:
    assert left_role("He groped me. I want to end my life.", load_out_of_scope()) == "self-harm"


def test_typography_and_line_breaks_hide_nothing() -> None:
    scope = load_out_of_scope()
    assert left_role("I  DON’T\u00a0want to be ALIVE any more", scope) == "self-harm"
    assert left_role("Fine.\nI’m suicidal", scope) == "self-harm"


def test_the_help_is_short_and_names_no_number_of_one_country() -> None:
    scope = load_out_of_scope()
    for kind, ground in scope.kinds.items():
        text = " ".join(ground.help)
        assert 2 <= len(sentences(text)) <= 3, kind
        assert not re.search(r"\d", text), kind
    assert "emergency services" in " ".join(scope.kinds["self-harm"].help)
    assert not any(left_role(line, scope) for line in scope.steps_out)


def test_hardly_a_labelled_leader_line_is_taken_for_it() -> None:
    lines = [
        json.loads(record).get("turn", "")
        for path in sorted((rubrics_folder() / "corpus").glob("*.jsonl"))
        for record in path.read_text(encoding="utf-8").splitlines()
    ]
    taken = [line for line in lines if left_role(line, load_out_of_scope())]
    assert len(lines) > 1000
    assert len(taken) * 1000 <= len(lines), taken


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda raw: raw["kinds"].pop("legal"), "missing: legal"),
        (lambda raw: raw["innocent"].append("{nobody} knows"), "not listed under classes: nobody"),
        (lambda raw: raw["kinds"]["legal"]["tells"].append(["Court"]), "tells"),
        (lambda raw: raw["kinds"]["legal"]["tells"].append([]), "tells"),
    ],
)
def test_a_wrong_file_is_refused(change: Callable[[dict[str, Any]], None], says: str) -> None:
    raw = json.loads(load_out_of_scope().model_dump_json())
    change(raw)
    with pytest.raises(ValidationError, match=says):
        OutOfScope.model_validate_json(json.dumps(raw))
