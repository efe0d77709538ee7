"""The arithmetic by which readers are judged, on turns counted by hand."""

import pytest

from simulator.scoring.evaluation import Judged, evaluate, with_intervals

CODES = ("TELL", "LEVER", "ASK")
PARENTING = {"TELL", "LEVER"}


def turn(gold: str, found: str, disputed: str = "", *, sure: float = 0.9, group: str = "g") -> Judged:
    named = found.split()
    return Judged(
        group,
        dict.fromkeys(gold.split(), (0, 10)),
        dict.fromkeys(named, (5, 15)),
        {code: sure if code in named else 0.1 for code in CODES},
        frozenset(disputed.split()),
    )


def test_rates_are_those_counted_by_hand() -> None:
    figures = evaluate(
        [turn("TELL ASK", "TELL"), turn("TELL", "LEVER"), turn("", "ASK"), turn("", ""), turn("ASK", "ASK")],
        CODES,
        PARENTING,
    )
    tell, ask = figures.codes["TELL"], figures.codes["ASK"]
    assert (tell.n, tell.found, tell.precision, tell.recall) == (2, 1, 1.0, 0.5)
    assert tell.f1 == pytest.approx(2 / 3)
    assert tell.kappa == pytest.approx((0.8 - 0.56) / (1 - 0.56))
    assert (ask.precision, ask.recall) == (0.5, 0.5)
    assert (figures.parenting_precision, figures.parenting_recall) == (1.0, 1.0)
    assert figures.same_code_precision == 0.5
    assert (figures.quiet_flagged, figures.quiet_flagged_parenting) == (0.5, 0.0)
    assert figures.macro_f1 == pytest.approx((2 / 3 + 0 + 0.5) / 3)
    assert ("TELL", "LEVER", 1) in figures.confusions


def test_quotes_are_compared_by_their_letters() -> None:
    figures = evaluate([turn("TELL", "TELL")], CODES, PARENTING)
    assert figures.quote_overlap == pytest.approx(5 / 15)
    assert figures.quotes_overlapping == 1.0


def test_a_disputed_code_counts_neither_way() -> None:
    settled = [turn("TELL", "TELL"), turn("ASK", "ASK"), turn("", "")]
    plain = evaluate(settled, CODES, PARENTING)
    doubtful = evaluate([*settled, turn("", "LEVER", "LEVER"), turn("", "", "LEVER")], CODES, PARENTING)
    assert doubtful.codes["LEVER"] == plain.codes["LEVER"]
    assert doubtful.parenting_precision == 1.0
    assert doubtful.quiet_flagged == 0.0
    assert doubtful.quiet_flagged is not None


def test_calibration_error_is_the_gap_between_saying_and_being() -> None:
    # Nine tenths sure of four findings of which two are there, one tenth of eight that never are.
    said = [turn("TELL", "TELL"), turn("TELL", "TELL"), turn("", "TELL"), turn("", "TELL")]
    figures = evaluate(said, CODES, PARENTING)
    assert figures.calibration_error == pytest.approx((4 * 0.4 + 8 * 0.1) / 12)
    assert [(b.count, b.frequency) for b in figures.reliability] == [(8, 0.0), (4, 0.5)]


def test_intervals_hold_the_figure_and_come_out_the_same_again() -> None:
    turns = [turn("TELL", "TELL", group=str(i)) for i in range(10)] + [turn("TELL", "", group="x"), turn("", "TELL")]
    once, again = (with_intervals(turns, CODES, PARENTING, draws=50) for _ in range(2))
    assert once == again
    interval = once.codes["TELL"].f1_interval
    assert interval is not None
    assert interval.low <= once.codes["TELL"].f1 <= interval.high
    assert interval.low < interval.high


def test_nothing_cannot_be_evaluated() -> None:
    with pytest.raises(ValueError, match="nothing to evaluate"):
        evaluate([], CODES, PARENTING)
