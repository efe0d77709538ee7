"""What a command is given: text from a file or standard input, a scenario by its name or file."""

import hashlib
import sys
from pathlib import Path

from pydantic import ValidationError

from simulator.domain.own import Described, Own
from simulator.domain.scenario import Scenario
from simulator.errors import InputError
from simulator.library.own_drafting import draft_own
from simulator.library.places import scenarios_folder
from simulator.library.scenarios import load_scenario, use_own
from simulator.settings import read_settings


def text_of(name: str) -> str:
    """The text of a file, or of standard input for '-'; raise InputError if it cannot be read."""
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise InputError(f"'{name}' cannot be read: {error.strerror}. Name a file, or - for standard input.") from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputError(f"Line {line} is not UTF-8 text. Save the file as UTF-8.") from error


def played_named(name: str, seed: int) -> tuple[Scenario, Own | None]:
    """A scenario as `scenario_named` finds it, or an own situation from the JSON file that its page gives.

    With the seed chance draws what the employee of an own situation holds. Raises what `scenario_named` raises.
    """
    if Path(name).suffix != ".json":
        return scenario_named(name), None
    text = text_of(name)
    try:
        described = Described.model_validate_json(text)
    except ValidationError as error:
        raise InputError(
            f"'{name}' holds no situation of your own. Its page in the browser gives the file: My situations, then the "
            "situation, then 'As a file for the terminal'."
        ) from error
    own = draft_own(described, hashlib.sha256(text.encode()).hexdigest(), seed)
    return own.scenario, own


def scenario_named(name: str) -> Scenario:
    """A scenario by its id, among the shipped ones and one's own, or by its file.

    Raises NotFoundError for an unknown id, InputError for a file that is not there, ContentError for a wrong one.
    """
    path = Path(name)
    if path.suffix not in {".yaml", ".yml"} and not path.is_file():
        use_own(read_settings().scenarios)
        return load_scenario(name)
    if path.suffix != ".yaml" or not path.is_file():
        raise InputError(f"There is no scenario file '{name}'. Name a file that ends in .yaml, or a scenario's id.")
    folder = path.resolve().parent
    use_own(None if folder == scenarios_folder() else folder)
    return load_scenario(path.stem)
