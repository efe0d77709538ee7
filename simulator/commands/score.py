"""`score`: a transcript from anywhere in, its scorecard out."""

from pydantic import ValidationError

from simulator.commands.given import text_of
from simulator.domain.transcript import Transcript
from simulator.errors import InputError
from simulator.library.scenarios import load_scenario, use_own
from simulator.session.turn import shipped_taker
from simulator.settings import read_settings


def score(name: str) -> int:
    """Print the scorecard of a transcript file as JSON."""
    transcript = parse_transcript(text_of(name))
    use_own(read_settings().scenarios)
    scenario = load_scenario(transcript.scenario) if transcript.scenario else None
    print(shipped_taker().scorer.score(transcript, scenario).model_dump_json(indent=2))
    return 0


def parse_transcript(text: str) -> Transcript:
    """A transcript from JSON; raise InputError naming the field that is wrong."""
    try:
        return Transcript.model_validate_json(text)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in fault["loc"]) or "the file"
        raise InputError(
            f"This is no transcript: {where}: {fault['msg']}. "
            'A transcript is {"scenario": id or null, "turns": [{"speaker": "leader" or "employee", "text": ".."}]}.'
        ) from error
