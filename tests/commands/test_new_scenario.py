"""A trainer answers questions and has a scenario that can be played; what they wrote before is never touched."""

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.__main__ import main
from simulator.domain.wording import leaked
from simulator.library.scenarios import load_scenario, load_voice, use_own

NAME = "the-late-handovers"
ANSWERS = """\
The late handovers
2
Ines
You are Ines. You run the night desk of a parcel depot.
Karim
he
shift lead
Six years at the depot. Knows every lorry by its sound.
Three times this month the morning shift found the belts still full. You do not know why.
A shift lead who was always on time has missed three handovers.
Three handovers this month began without him.
The belts were full on two of those mornings.

Handovers the morning shift can start from.

The lorries leave at six.

In the January storm he rerouted forty lorries by hand and nobody waited.
On the 4th, the 11th and last night the morning shift had nobody to ask.
the handover

2
[cap on his knee] I suppose this is about the handover.
The new sorting screen takes him twenty minutes at the end of each shift.
That screen eats my last twenty minutes, every night.
last twenty minutes, screen + eats

He was never shown how the screen works.
Nobody ever showed me the thing.
showed me, never shown
He has asked twice for a manual.
I asked for the manual. Twice.
manual

He is afraid he will be found out as the one who cannot learn it.
I'm the one who trains them. I can't be the one who can't learn it.
can't learn, found out

significance
respected, look foolish, be shown


"""


@pytest.fixture(autouse=True)
def shelf() -> Iterator[None]:
    """No scenario of one's own before and after."""
    use_own(None)
    yield
    use_own(None)


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "mine"


def answered(answers: str, into: Path, monkeypatch: pytest.MonkeyPatch, *more: str) -> int:
    """Run the command with these answers piped in."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(answers))
    return main(["new-scenario", "--into", str(into), *more])


def without(line: str) -> str:
    assert f"{line}\n" in ANSWERS
    return ANSWERS.replace(f"{line}\n", "", 1)


def instead(line: str, other: str) -> str:
    assert f"{line}\n" in ANSWERS
    return ANSWERS.replace(f"{line}\n", f"{other}\n", 1)


class Terminal(io.StringIO):
    """Somebody who types, and is asked again."""

    def isatty(self) -> bool:
        return True


def test_answers_make_a_scenario_that_is_sound_and_can_be_played(
    into: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answered(ANSWERS, into, monkeypatch) == 0
    file = into / f"{NAME}.yaml"
    said = capsys.readouterr().out
    assert f"rehearse {file}" in said
    assert f"check {into}" in said

    assert main(["check", str(into)]) == 0
    assert main(["check", str(file)]) == 0
    capsys.readouterr()
    script = into / "script.txt"
    script.write_text(
        "Hello Karim.\nWhat was it like last night, from your side?\n\nYou are an AI.\nWhat do you earn?\n"
        "You should come on time.\nSorry, that was me telling.\nBye.\n",
        encoding="utf-8",
    )
    assert main(["rehearse", str(file), "--script", str(script), "--json"]) == 0
    turns = [json.loads(row) for row in capsys.readouterr().out.splitlines()]
    assert len(turns) == 8
    assert all(turn["reply"] for turn in turns)
    assert len({turn["reply"] for turn in turns}) == 8


def test_what_was_answered_stands_in_the_files(into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert answered(ANSWERS, into, monkeypatch) == 0
    scenario, voice = load_scenario(NAME, into), load_voice(NAME, into)
    assert (scenario.kind, scenario.leader_name, scenario.persona.name) == ("performance", "Ines", "Karim")
    assert scenario.persona.pronouns.object == "him"
    assert len(scenario.brief.visible) == 2
    assert [fact.tier for fact in scenario.facts] == [1, 2, 2, 3]
    assert scenario.facts[0].tells == (("last twenty minutes",), ("screen", "eats"))
    assert scenario.facts[-1].need == scenario.persona.needs[0].need == "significance"
    need = next(subject for subject in scenario.subjects if subject.id == scenario.need_subject)
    assert "look foolish" in need.words
    strength = next(subject for subject in scenario.subjects if subject.id == "strength")
    assert {"storm", "rerouted"} <= set(strength.words)
    assert scenario.persona.habits[0] == "BAIT_SHRUG"
    for fact in scenario.facts:
        assert leaked([fact], voice.disclosures[fact.id][0].text) == (fact.id,)
    assert "$" not in f"{scenario.endings} {scenario.hints} {scenario.persona.manner}"
    assert "Karim stays" in scenario.endings.partnering


def test_a_default_that_would_give_a_fact_away_is_left_out(into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hint = "Whose work is it"
    spoken = instead("I asked for the manual. Twice.", f"I asked: {hint.lower()}? Twice.")
    assert answered(spoken.replace("\nmanual\n", f"\n{hint.lower()}\n"), into, monkeypatch) == 0
    assert not any(hint in text for text in load_scenario(NAME, into).hints)


def test_an_editor_finds_the_schema(into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert answered(ANSWERS, into, monkeypatch) == 0
    for file in (into / f"{NAME}.yaml", into / "voices" / f"{NAME}.yaml"):
        first = file.read_text(encoding="utf-8").splitlines()[0]
        schema = file.parent / first.partition("$schema=")[2]
        assert json.loads(schema.read_text(encoding="utf-8"))["title"]


def test_nothing_is_written_over(
    into: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (into / "voices").mkdir(parents=True)
    mine = into / "voices" / f"{NAME}.yaml"
    mine.write_text("mine", encoding="utf-8")
    assert answered(ANSWERS, into, monkeypatch) == 1
    assert "nothing is written over" in capsys.readouterr().err
    assert mine.read_text(encoding="utf-8") == "mine"
    assert [path.name for path in into.rglob("*.yaml")] == [mine.name]


@pytest.mark.parametrize("title", ["Minute nine", "Engine", "Stock"])
def test_a_title_that_the_program_uses_itself_is_refused(
    into: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], title: str
) -> None:
    assert answered(instead("The late handovers", title), into, monkeypatch) == 1
    assert "Answer on line 1 (title)" in capsys.readouterr().err
    assert not into.exists()


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        (instead("2", "11"), "Answer on line 2 (kind): Write a number from 1 to 9"),
        (instead("he", "hen"), "Answer on line 6 (pronouns): Write she, he, they"),
        (instead("Karim", ""), "Answer on line 5 (name): This one is needed"),
        (instead("The late handovers", "遅刻"), "at least one letter"),
        (without("The lorries leave at six."), "At least 1 is needed"),
        (instead("manual", "it"), "'it' is too short"),
        (instead("manual", "the"), "stand in"),
        (instead("manual", "brochure"), "None of these stands in 'I asked for the manual. Twice.'"),
        (instead("last twenty minutes, screen + eats", "screen, month"), "your answer on 'situation' as well"),
        (instead("I asked for the manual. Twice.", "Nobody showed me a manual."), "already tells"),
        (ANSWERS[: ANSWERS.index("significance")], "ended before the question 'Which need is under it?'"),
    ],
)
def test_a_piped_answer_that_will_not_do_stops_with_its_line_and_writes_nothing(
    into: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answers: str, says: str
) -> None:
    assert answered(answers, into, monkeypatch) == 1
    assert says in capsys.readouterr().err
    assert not into.exists()


def test_somebody_who_types_is_asked_again(
    into: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(instead("manual", "brochure\nmanual")))
    assert main(["new-scenario", "--into", str(into)]) == 0
    assert "None of these stands in" in capsys.readouterr().out
    assert load_scenario(NAME, into).facts[2].tells == (("manual",),)


def test_answers_are_kept_when_somebody_stops_and_can_be_taken_up(
    into: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    middle = ANSWERS.index("He was never shown")
    monkeypatch.setattr(sys, "stdin", Terminal(ANSWERS[:middle].replace("\n2\n", "\n77\n2\n", 1)))
    assert main(["new-scenario", "--into", str(into)]) == 1
    (kept,) = into.glob("*.txt")
    assert f"--answers {kept}" in capsys.readouterr().err
    monkeypatch.setattr(sys, "stdin", Terminal(ANSWERS[middle:]))
    assert main(["new-scenario", "--into", str(into), "--answers", str(kept)]) == 0
    assert [fact.tier for fact in load_scenario(NAME, into).facts] == [1, 2, 2, 3]


@pytest.mark.parametrize(("given", "subject"), [("", "they"), ("xe/xem/xyr", "xe"), ("She", "she")])
def test_pronouns_are_theirs(into: Path, monkeypatch: pytest.MonkeyPatch, given: str, subject: str) -> None:
    assert answered(instead("he", given), into, monkeypatch) == 0
    assert load_scenario(NAME, into).persona.pronouns.subject == subject


def test_a_folder_that_is_a_file_is_a_sentence(
    into: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    into.write_text("x", encoding="utf-8")
    assert answered(ANSWERS, into, monkeypatch) == 1
    assert "is a file. Name a folder" in capsys.readouterr().err


def test_rehearse_takes_the_id_of_a_scenario_of_ones_own(
    into: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answered(ANSWERS, into, monkeypatch) == 0
    script = into / "script.txt"
    script.write_text("Hello.\n", encoding="utf-8")
    assert main(["rehearse", NAME, "--script", str(script)]) == 1
    monkeypatch.setenv("PARTNERING_SCENARIOS", str(into))
    capsys.readouterr()
    assert main(["rehearse", NAME, "--script", str(script)]) == 0
    assert "Karim:" in capsys.readouterr().out
    assert main(["check"]) == 0
    assert NAME in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "says"), [("nowhere.yaml", "There is no scenario file"), ("mine/x.yml", "ends in .yaml")]
)
def test_rehearse_names_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str], name: str, says: str) -> None:
    assert main(["rehearse", name, "--script", "/dev/null"]) == 1
    assert says in capsys.readouterr().err


def test_a_shipped_name_is_refused_in_a_folder_of_ones_own(
    into: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answered(ANSWERS, into, monkeypatch) == 0
    for file in (into / f"{NAME}.yaml", into / "voices" / f"{NAME}.yaml"):
        text = file.read_text(encoding="utf-8").replace(NAME, "minute-nine")
        (file.parent / "minute-nine.yaml").write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert main(["check", str(into)]) == 0
    assert "'minute-nine' is also the name of a shipped scenario" in capsys.readouterr().out
    assert main(["rehearse", str(into / f"{NAME}.yaml"), "--script", "/dev/null"]) == 1
    assert "is the name of a shipped scenario; rename" in capsys.readouterr().err
