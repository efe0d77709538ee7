"""Needs, options and commitments of a conversation, each line with the turn it comes from (rubric section 4.5)."""

import re
from collections.abc import Sequence

from simulator.domain.dates import named_date
from simulator.domain.rubric import Rubric
from simulator.domain.scenario import Scenario
from simulator.domain.scorecard import CommitmentEntry, Ledgers, NeedEntry, OptionEntry, ScoredTurn
from simulator.domain.wording import fold, has_stem
from simulator.scoring.assent import assents

_SAME_OPTION = 0.6
_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "could",
        "do",
        "for",
        "from",
        "have",
        "how",
        "i",
        "if",
        "in",
        "is",
        "it",
        "its",
        "me",
        "my",
        "of",
        "on",
        "or",
        "so",
        "that",
        "the",
        "their",
        "them",
        "they",
        "this",
        "to",
        "up",
        "us",
        "we",
        "what",
        "when",
        "with",
        "would",
        "you",
        "your",
        "i'll",
        "you'll",
        "we'll",
        "i'd",
        "her",
        "his",
        "she",
        "he",
        "our",
        "about",
        "just",
        "one",
    ]
)
_CLAUSE = re.compile(r"[^.!?;]+?(?=(?:,?\s+(?:and|while|then)\s+(?:i|you|we)\b)|[.!?;]|$)", re.IGNORECASE)
_OWNERS = (
    (re.compile(r"\b(we'?ll|we will|let'?s|shall we|both of us)\b"), "both"),
    (re.compile(r"\b(i'?ll|i will|i can|i'm going to|my part|mine is)\b"), "leader"),
    (
        re.compile(r"\b(you'?ll|you will|you (bring|send|write|decide|pick|choose|own|take|draft)|your part)\b"),
        "employee",
    ),
)
_CHECK_IN = re.compile(
    r"\b(check[- ]?in|check back|look at how|see how (it|that)|talk again|speak again|meet again|catch up"
    r"|sit down again|come back to (it|this)|review (it|this|how)|touch base|fifteen minutes|half an hour"
    r"|shall we (talk|meet|speak)|same time next|every (week|two weeks|fortnight|other week)|once a week)\b"
)


def build_ledgers(turns: Sequence[ScoredTurn], scenario: Scenario | None, rubric: Rubric) -> Ledgers:
    """Read the three ledgers from coded turns. Without a scenario no commitment counts as employee-core."""
    return Ledgers(
        needs=tuple(_needs(turns)),
        options=tuple(_options(turns)),
        commitments=tuple(_commitments(turns, scenario, rubric)),
    )


def has_check_in(text: str) -> bool:
    """Whether a text agrees or proposes to look at things again."""
    return _CHECK_IN.search(fold(text)) is not None


def _needs(turns: Sequence[ScoredTurn]) -> list[NeedEntry]:
    entries: list[NeedEntry] = []
    for turn in turns:
        entries += [
            NeedEntry(whose="employee", text=code.quote, source="voiced", turn=turn.index)
            for code in turn.employee_codes
            if code.code == "NEED_VOICE"
        ]
        for scored in turn.findings:
            finding = scored.finding
            if finding.code == "SHARE":
                entries.append(NeedEntry(whose="leader", text=finding.quote, source="voiced", turn=turn.index))
            elif finding.code == "ASSUME":
                entries.append(NeedEntry(whose="employee", text=finding.quote, source="assumed", turn=turn.index))
            elif finding.code == "CONFIRM" and _answered(turns, turn.index):
                entries.append(NeedEntry(whose="employee", text=finding.quote, source="confirmed", turn=turn.index))
    return entries


def _answered(turns: Sequence[ScoredTurn], index: int) -> bool:
    """A guess counts as confirmed when the next employee turn agrees with it or corrects it."""
    answer = _next_of(turns, index, "employee")
    if answer is None:
        return False
    codes = frozenset(code.code for code in answer.employee_codes)
    return bool(codes & {"PUSHBACK", "NEED_VOICE"}) or assents(answer.text, codes)


def _options(turns: Sequence[ScoredTurn]) -> list[OptionEntry]:
    entries: list[OptionEntry] = []
    for turn in turns:
        voiced = [code.quote for code in turn.employee_codes if code.code == "OPTION"]
        voiced += [scored.finding.quote for scored in turn.findings if scored.finding.code in {"OFFER", "TELL"}]
        for text in voiced:
            if not any(_alike(text, entry.text) for entry in entries):
                entries.append(OptionEntry(text=text, by=turn.speaker, turn=turn.index))
    return entries


def _alike(one: str, other: str) -> bool:
    left, right = content_words(one), content_words(other)
    return bool(left and right) and len(left & right) / len(left | right) >= _SAME_OPTION


def content_words(text: str) -> frozenset[str]:
    """Words that carry meaning, cut to six letters so that inflections fall together."""
    return frozenset(
        word[:6] for word in re.findall(r"[a-z0-9']+", fold(text)) if word not in _SMALL_WORDS and len(word) > 1
    )


def _commitments(turns: Sequence[ScoredTurn], scenario: Scenario | None, rubric: Rubric) -> list[CommitmentEntry]:
    entries: list[CommitmentEntry] = []
    for turn in turns:
        entries += [
            _entry(turn, code.quote, "employee", turn.index, turns, scenario, rubric)
            for code in turn.employee_codes
            if code.code == "COMMIT"
        ]
        for scored in turn.findings:
            finding = scored.finding
            if finding.code == "RESCUE":
                entries.append(
                    _entry(
                        turn, finding.quote, "leader", _assent_turn(turns, turn.index), turns, scenario, rubric
                    ).model_copy(update={"kind": "employee-core", "owes": None, "taken_back": scored.repaired_by})
                )
            elif finding.code in {"CLOSE", "SPLIT"}:
                entries += [
                    _entry(turn, clause, owner, _assent_turn(turns, turn.index), turns, scenario, rubric)
                    for clause, owner in _promises(finding.quote)
                ]
    return entries


def _promises(quote: str) -> list[tuple[str, str]]:
    """Clauses of a plan that say who does something; questions promise nothing."""
    found = []
    for sentence in re.findall(r"[^.!?]+[.!?]?", quote):
        if sentence.rstrip().endswith("?") and not re.search(r"\bso\b.*\byou'?ll\b", fold(sentence)):
            continue
        for match in _CLAUSE.finditer(sentence):
            clause = match.group(0).strip(" ,")
            owner = next((name for pattern, name in _OWNERS if pattern.search(fold(clause))), None)
            if owner:
                found.append((clause, owner))
    return found


def _entry(
    turn: ScoredTurn,
    text: str,
    owner: str,
    assent: int | None,
    turns: Sequence[ScoredTurn],
    scenario: Scenario | None,
    rubric: Rubric,
) -> CommitmentEntry:
    core = scenario is not None and any(
        len(content_words(text) & content_words(item)) >= min(2, len(content_words(item)))
        for item in scenario.employee_owned
    )
    owes = next(
        (owed.id for owed in rubric.leader_owes if any(has_stem(word, fold(text)) for word in owed.words)), None
    )
    around = turn.text + " " + (answer.text if (answer := _next_of(turns, turn.index, None)) else "")
    kind = "employee-core" if core else "leader-owes" if owner != "employee" and owes else "other"
    return CommitmentEntry.model_validate(
        {
            "text": text,
            "owner": owner,
            "date": named_date(text) or named_date(turn.text),
            "check_in": has_check_in(around),
            "assent_turn": assent,
            "kind": kind,
            "owes": owes if kind == "leader-owes" else None,
            "turn": turn.index,
        }
    )


def _assent_turn(turns: Sequence[ScoredTurn], index: int) -> int | None:
    answer = _next_of(turns, index, "employee")
    if answer is None:
        return None
    codes = frozenset(code.code for code in answer.employee_codes)
    return answer.index if assents(answer.text, codes) else None


def _next_of(turns: Sequence[ScoredTurn], index: int, speaker: str | None) -> ScoredTurn | None:
    return next((turn for turn in turns[index + 1 :] if speaker in {None, turn.speaker}), None)
