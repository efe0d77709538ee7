"""The model card: what the reader is, what it was made of, how well it does, and where it should not be believed."""

from simulator.scoring.artefact import Manifest
from simulator.scoring.evaluation import Figures


def card(manifest: Manifest, size: int) -> str:
    """Markdown, from the manifest alone; `size` of the network in bytes."""
    parts = [
        "# Model card: the embedded reader",
        f"Version `{manifest.version}`, rubric {manifest.rubric_version}. {size / 1e6:.1f} MB, int8, onnxruntime, CPU.",
        "## What it is",
        "A fine-tuned six-layer encoder that reads one leader turn with its context (last employee turns, shared facts, "
        "employee-owned items; never the hidden needs) and gives, for each of the 22 codes of the rubric, a calibrated "
        "confidence and the words that carry it. It is a practice mirror, not an assessment of a person.",
        f"Base: {manifest.base}.",
        "## What it learnt from",
        "Turns written and coded by the project with its own rubric, not real conversations and not coded by outside "
        f"experts: {', '.join(f'{name} {count}' for name, count in sorted(manifest.trained_on.items()))}. Split by "
        "batch and setting, minimal pairs kept apart; the test split was looked at for these figures only.",
        "## How well it does",
        *(_section(name, figures) for name, figures in manifest.figures.items()),
        "## Where not to believe it",
        "- The turns were written to be clear; real talk is messier, and figures on it will be lower.\n"
        "- The figures of a single code rest on few turns: read them as a range.\n"
        "- Thresholds favour silence: a missing flag does not mean that a turn was partnering.\n"
        "- English only. Sarcasm, quotation and role-play inside a turn are often misread.\n"
        "- It must not be used to rate employees or leaders at work.",
    ]
    return "\n\n".join(parts) + "\n"


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
        "quote overlap (intersection over union)": ("", figures.quote_overlap),
    }
    for title, (key, value) in rows.items():
        span = figures.intervals.get(key)
        lines.append(f"| {title} | {_number(value)} | {f'{span.low:.2f} to {span.high:.2f}' if span else ''} |")
    lines += ["", "| code | turns | found | precision | recall | F1 | kappa |", "| --- | --- | --- | --- | --- | --- | --- |"]
    for code, own in figures.codes.items():
        rates = " | ".join(_number(value) for value in (own.precision, own.recall, own.f1, own.kappa))
        lines.append(f"| {code} | {own.n} | {own.found} | {rates} |")
    pairs = ", ".join(f"{missed} read as {given} ({count})" for missed, given, count in figures.confusions[:6])
    return "\n".join([*lines, "", f"Most frequent confusions: {pairs}."])


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.2f}"
