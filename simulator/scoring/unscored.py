"""A transcript that is not to be judged: kept as it was said, with nothing found in it."""

from simulator.domain.scorecard import Ledgers, Scorecard, ScoredTurn
from simulator.domain.transcript import Transcript


def unscored(transcript: Transcript, why_not: str, *, rubric_version: str, reader_version: str) -> Scorecard:
    """A scorecard without finding, criterion, see-saw or number; `why_not` is a sentence for the person."""
    return Scorecard(
        rubric_version=rubric_version,
        reader_version=reader_version,
        scenario=transcript.scenario,
        scored=False,
        why_not=why_not,
        turns=tuple(
            ScoredTurn(index=index, speaker=turn.speaker, text=turn.text, scored=False, seesaw=0.0)
            for index, turn in enumerate(transcript.turns)
        ),
        parenting_moves=0,
        partnering_moves=0,
        seesaw=(),
        ledgers=Ledgers(needs=(), options=(), commitments=()),
        criteria=(),
        score=None,
        score_before_caps=None,
        caps=(),
        band=None,
        moves_score=None,
    )
