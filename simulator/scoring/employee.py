"""Employee turns read for baits and ownership (rubric section 4.4), by cues kept in rubrics/employee_cues.yaml.

A first version with known limits: cues find plain statements and miss veiled ones. The ledgers say where each entry
comes from, so that a person can check it.
"""

import re
from dataclasses import dataclass

from simulator.domain.finding import Finding
from simulator.domain.wording import fold

_SENTENCE = re.compile(r"[^.!?…\[\]]+[.!?…]*")
_BODY_LANGUAGE = re.compile(r"\[[^\]]*\]")
_ASSENT = re.compile(
    r"\b(yes|yeah|yep|okay|ok|sure|agreed|deal|fine by me|that works|works for me|sounds (good|fair|right)"
    r"|i can do that"
    r"|i'?ll (do|have|send|bring|take)|happy with that|right, (so|then)|good[,.]|fair( enough)?"
    r"|that'?s (it|right)"
    r"|you'?re close|close enough|exactly|more or less|i'?d like that|let'?s)\b"
)


@dataclass(frozen=True)
class EmployeeReader:
    """Finds employee codes by cue. `cues` holds compiled patterns by code."""

    cues: dict[str, tuple[re.Pattern[str], ...]]

    def read(self, text: str) -> tuple[Finding, ...]:
        """Codes of one employee turn, each once, with the sentence that carries it."""
        found: dict[str, Finding] = {}
        masked = _BODY_LANGUAGE.sub(lambda match: " " * len(match.group(0)), text)
        for sentence in _SENTENCE.finditer(masked):
            quote = sentence.group(0).strip()
            start = masked.index(quote, sentence.start()) if quote else 0
            for code, patterns in self.cues.items():
                if quote and code not in found and any(pattern.search(fold(quote)) for pattern in patterns):
                    found[code] = Finding(code=code, quote=quote, start=start, end=start + len(quote), confidence=0.5)
        return tuple(sorted(found.values(), key=lambda finding: finding.start))


def assents(text: str, codes: frozenset[str]) -> bool:
    """Whether an employee turn agrees to what was just said: a yes, or a promise, and no pushback."""
    return "PUSHBACK" not in codes and ("COMMIT" in codes or _ASSENT.search(fold(text)) is not None)
