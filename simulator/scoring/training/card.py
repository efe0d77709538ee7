"""The model card: what the reader is, what it was made of, how well it does, and where it should not be believed."""

from pathlib import Path
from string import Template

from simulator.scoring.artefact import Manifest
from simulator.scoring.evaluation import Figures

_WORST = 10


def card(manifest: Manifest, size: int) -> str:
    """Markdown, from the manifest alone; `size` of the network in bytes."""
    return Template(Path(__file__).with_suffix(".md").read_text(encoding="utf-8")).substitute(
        version=manifest.version,
        rubric=manifest.rubric_version,
        size=f"{size / 1e6:.1f}",
        base=manifest.base,
        batches=", ".join(f"{name} {count}" for name, count in sorted(manifest.trained_on.items())),
        figures="\n\n".join(_section(name, figures) for name, figures in manifest.figures.items()),
    )


def _section(name: str, figures: Figures) -> str:
    lines = [
        f"### {name} ({figures.turns} turns)",
        "",
        "| figure | value | 95 % interval |",
        "| --- | --- | --- |",
    ]
    rows = {
        "macro F1": ("macro_f1", figures.macro_f1),
        "micro F1": ("micro_f1", figures.micro_f1),
        "any parenting: precision": ("parenting_precision", figures.parenting_precision),
        "any parenting: recall": ("parenting_recall", figures.parenting_recall),
        "parenting flags with exactly that code right": ("", figures.same_code_precision),
        "turns that carry nothing, given any code": ("quiet_flagged", figures.quiet_flagged),
        "turns that carry nothing, given a parenting code": ("", figures.quiet_flagged_parenting),
        "expected calibration error": ("", figures.calibration_error),
        "quotes that overlap the labelled ones": ("", figures.quotes_overlapping),
        "quotes: intersection over union": ("", figures.quote_overlap),
    }
    for title, (key, value) in rows.items():
        if value is None:
            continue
        span = figures.intervals.get(key)
        lines.append(f"| {title} | {_number(value)} | {f'{span.low:.2f} to {span.high:.2f}' if span else ''} |")
    lines += [
        "",
        "| code | turns | found | precision | recall | F1 | 95 % interval | kappa |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for code, own in figures.codes.items():
        precision, recall, f1, kappa = map(_number, (own.precision, own.recall, own.f1, own.kappa))
        between = f"{own.f1_interval.low:.2f} to {own.f1_interval.high:.2f}" if own.f1_interval else ""
        lines.append(f"| {code} | {own.n} | {own.found} | {precision} | {recall} | {f1} | {between} | {kappa} |")
    pairs = ", ".join(f"{missed} read as {given} ({count})" for missed, given, count in figures.confusions[:_WORST])
    bins = "; ".join(f"{b.confidence:.2f}: {b.frequency:.2f} of {b.count}" for b in figures.reliability)
    return "\n".join(
        [*lines, "", f"Most frequent confusions: {pairs}.", "", f"Said with this confidence, true this often: {bins}."]
    )


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.2f}"
