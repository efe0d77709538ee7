"""Scripted leaders and certificates: what is shipped is sound, what is wrong is named, what changed is void."""

import shutil
from pathlib import Path

import pytest

from simulator.domain.out_of_scope import left_role
from simulator.domain.preflight import Certificate, Cost
from simulator.errors import ContentError, InputError, NotFoundError
from simulator.library.certificates import fingerprint, load_certificates, standing, write_certificates
from simulator.library.leaders import leaders_file, load_any_leaders, load_leaders
from simulator.library.places import scenarios_folder
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_out_of_scope, scenario_ids
from simulator.report.preflight import figures_of

NAME = "paula-first-meeting"
WRITTEN = [name for name in scenario_ids() if leaders_file(name).is_file()]
SMALL = """
scenario: paula-first-meeting
partnering:
- {name: plain, lines: ["What matters to you?"]}
parenting:
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of one's own with one scenario, its voice and its leaders."""
    for part in (f"{NAME}.yaml", f"voices/{NAME}.yaml", f"leaders/{NAME}.yaml"):
        (tmp_path / part).parent.mkdir(exist_ok=True)
        shutil.copy(scenarios_folder() / part, tmp_path / part)
    return tmp_path


def small(folder: Path, text: str = SMALL, without: str = "") -> str:
    """Leaders of one line a code, written into a folder."""
    codes = [move.code for move in load_rubric().moves if move.side == "parenting" and move.code != without]
    scripts = "".join(f'  {code}: [{{name: one, lines: ["Do it."]}}]\n' for code in codes)
    (folder / "leaders" / f"{NAME}.yaml").write_text(text.lstrip() + scripts, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_leaders(NAME, folder)
    return str(caught.value)


@pytest.mark.parametrize("name", WRITTEN)
def test_every_shipped_file_of_leaders_is_sound(name: str) -> None:
    kinds = {kind for kind, _ in load_leaders(name).every()}
    assert kinds >= {"partnering", "parenting", "mixed", "minimal", "flattering", "hostile"}


def test_leaders_for_anyone_are_many_and_none_of_them_ends_a_talk() -> None:
    lines = [line for kind, script in load_any_leaders().every() if kind == "injecting" for line in script.lines]
    assert len(lines) >= 30
    assert not [line for line in lines if left_role(line, load_out_of_scope())]


def test_a_wrong_file_of_leaders_is_named_with_line_and_field(folder: Path) -> None:
    assert "leaders/paula-first-meeting.yaml, line 4, parenting: has no script for PERK" in small(
        folder, without="PERK"
    )


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("scenario: paula-first-meeting", "scenario: paula", "line 1, scenario: must be 'paula-first-meeting'"),
        ("parenting:\n", 'parenting:\n  SHOUT: [{name: one, lines: ["Oi."]}]\n', "'SHOUT' is no parenting move"),
        ('["What matters to you?"]', "[]", "partnering.0.lines: needs at least 1"),
        ('["What matters to you?"]', '[" "]', "line 3, partnering.0.lines.0"),
        (
            "partnering:\n",
            'partnering:\n- {name: plain, lines: ["So?"]}\n',
            "two partnering scripts are called 'plain'",
        ),
    ],
)
def test_each_fault_says_what_to_write(folder: Path, old: str, new: str, says: str) -> None:
    assert old in SMALL
    assert says in small(folder, SMALL.replace(old, new))


def test_a_scenario_without_leaders_says_which_file_to_write(folder: Path) -> None:
    leaders_file(NAME, folder).unlink()
    with pytest.raises(NotFoundError, match=f"Write leaders/{NAME}.yaml"):
        load_leaders(NAME, folder)


def certificate(folder: Path, *faults: str) -> Certificate:
    return Certificate(
        scenario=NAME,
        version=1,
        files=fingerprint(NAME, folder),
        reader="one",
        voice="authored",
        seeds=1,
        faults=faults,
        figures=figures_of(()),
        cost=Cost(seconds=1.0, readings=0),
    )


def test_a_scenario_stands_as_its_certificate_says(folder: Path) -> None:
    assert standing(NAME, "one", folder) == ("unchecked", ())
    write_certificates([certificate(folder)], folder)
    assert standing(NAME, "one", folder) == ("passed", ())
    write_certificates([certificate(folder, "It leaked.")], folder)
    assert standing(NAME, "one", folder) == ("failed", ("It leaked.",))


def test_a_certificate_for_another_reader_or_other_files_is_void(folder: Path) -> None:
    write_certificates([certificate(folder, "It leaked.")], folder)
    assert standing(NAME, "two", folder) == ("unchecked", ())
    path = folder / "voices" / f"{NAME}.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    fingerprint.cache_clear()
    assert standing(NAME, "one", folder) == ("unchecked", ())


def test_line_ends_make_no_other_scenario(folder: Path) -> None:
    before = fingerprint(NAME, folder)
    path = folder / f"{NAME}.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    fingerprint.cache_clear()
    assert fingerprint(NAME, folder) == before


def test_certificates_of_others_stay_and_those_of_gone_scenarios_go(folder: Path) -> None:
    gone = certificate(folder).model_copy(update={"scenario": "gone"})
    write_certificates([gone, certificate(folder)], folder)
    assert set(load_certificates(folder).certificates) == {NAME}
    assert not list(folder.glob("*.new"))


def test_a_damaged_file_of_certificates_says_what_to_do(folder: Path) -> None:
    (folder / "certificates.json").write_text("{", encoding="utf-8")
    load_certificates.cache_clear()
    with pytest.raises(ContentError, match="delete it"):
        load_certificates(folder)


def test_a_folder_that_cannot_be_written_is_a_sentence(folder: Path) -> None:
    (folder / "certificates.new").mkdir()
    with pytest.raises(InputError, match="cannot be written"):
        write_certificates([certificate(folder)], folder)
