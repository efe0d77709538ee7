"""What kind of remark a leader turn is when it is no move: read from its words (scenarios/remarks.yaml)."""

import re

from simulator.domain.value import Value
from simulator.domain.voice import Situation
from simulator.domain.wording import fold, has_stem

_WORDS_TO_JUDGE = 2
_SHORT = 3
_VOWELS = frozenset("aeiouyàáâäåèéêëìíîïòóôöùúûü")
_FUNCTION_WORDS = frozenset(
    [
        "a",
        "about",
        "after",
        "all",
        "also",
        "am",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "before",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "don't",
        "for",
        "from",
        "get",
        "go",
        "good",
        "had",
        "has",
        "have",
        "he",
        "her",
        "here",
        "him",
        "his",
        "how",
        "i",
        "i'd",
        "i'll",
        "i'm",
        "i've",
        "if",
        "in",
        "is",
        "it",
        "it's",
        "its",
        "just",
        "know",
        "let",
        "like",
        "me",
        "more",
        "my",
        "need",
        "no",
        "not",
        "now",
        "of",
        "off",
        "ok",
        "okay",
        "on",
        "one",
        "or",
        "our",
        "out",
        "please",
        "right",
        "say",
        "see",
        "she",
        "so",
        "some",
        "still",
        "take",
        "tell",
        "than",
        "thank",
        "that",
        "that's",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "think",
        "this",
        "time",
        "to",
        "too",
        "two",
        "up",
        "us",
        "want",
        "was",
        "we",
        "we're",
        "well",
        "were",
        "what",
        "what's",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "work",
        "would",
        "yeah",
        "yes",
        "you",
        "you're",
        "your",
    ]
)
_QUESTION_OPENERS = ("what", "how", "why", "when", "where", "who", "which", "tell me", "talk me", "help me understand")


class Remarks(Value):
    """Stems by kind of remark."""

    role_break: tuple[str, ...]
    insult: tuple[str, ...]
    greeting: tuple[str, ...]
    goodbye: tuple[str, ...]
    thanks: tuple[str, ...]
    apology: tuple[str, ...]
    praise: tuple[str, ...]
    small_talk: tuple[str, ...]
    unknowable: tuple[str, ...]


def odd_remark(text: str, remarks: Remarks) -> Situation | None:
    """Silence, an attempt to break the role, an insult or nonsense: answered before anything else; None otherwise."""
    folded = fold(text)
    if not any(character.isalnum() for character in folded):
        return "silence"
    if _any(remarks.role_break, folded):
        return "role-break"
    if _any(remarks.insult, folded):
        return "insult"
    words = folded.split()
    if len(words) >= _WORDS_TO_JUDGE and not any(word.strip(".,;:!?\"'()") in _FUNCTION_WORDS for word in words):
        known = _any(
            remarks.greeting + remarks.praise + remarks.thanks + remarks.apology + remarks.goodbye + remarks.small_talk,
            folded,
        )
        if not known and _unreadable(words):
            return "nonsense"
    if len(words) == 1 and _is_noise(words[0]):
        return "nonsense"
    return None


def plain_remark(text: str, remarks: Remarks) -> Situation:
    """The kind of an ordinary remark: greeting, thanks, praise, a question, or a statement."""
    folded = fold(text)
    kinds: tuple[tuple[tuple[str, ...], Situation], ...] = (
        (remarks.unknowable, "unknowable"),
        (remarks.apology, "apology"),
        (remarks.praise, "praise"),
        (remarks.goodbye, "goodbye"),
        (remarks.thanks, "thanks"),
        (remarks.small_talk, "small-talk"),
    )
    for stems, kind in kinds:
        if _any(stems, folded):
            return kind
    if _opens_with(remarks.greeting, folded) and not asks(text):
        return "greeting"
    if is_open_question(text):
        return "question"
    return "status" if "?" in text else "statement"


def is_open_question(text: str) -> bool:
    """Whether some sentence opens like a question that cannot be answered with yes or no, or invites telling."""
    folded = fold(text)
    if "?" in folded and any(f" {word} " in f" {folded}" for word in ("what", "how", "why", "what's", "how's")):
        return True
    return folded.lstrip().startswith(_QUESTION_OPENERS)


def asks(text: str) -> bool:
    """Whether the text asks anything at all."""
    return "?" in text or is_open_question(text)


def _any(stems: tuple[str, ...], folded: str) -> bool:
    """Short stems are whole words: 'hi' is not in 'him'."""
    return any(
        has_stem(stem, folded) if len(stem) > _SHORT else re.search(rf"(?<!\w){re.escape(stem)}(?!\w)", folded)
        for stem in stems
    )


def _opens_with(stems: tuple[str, ...], folded: str) -> bool:
    """'This morning' greets nobody; 'Morning, Paula' does."""
    return any(re.match(rf"\W*{re.escape(stem)}(?!\w)", folded) for stem in stems)


def _is_noise(word: str) -> bool:
    """A lone word of several different letters, none of them a vowel: 'sdfkj', but not 'hmm'."""
    letters = [letter for letter in word if letter.isalpha()]
    return len(set(letters)) > _SHORT and not _VOWELS.intersection(letters)


def _unreadable(words: list[str]) -> bool:
    """Most words have no vowel, a long run of consonants, or no letters."""
    odd = 0
    for word in words:
        letters = "".join(character for character in word if character.isalpha())
        vowels = sum(character in _VOWELS for character in letters)
        odd += not letters or vowels == 0 or len(letters) / max(1, vowels) > 4.5  # noqa: PLR2004 - as in 'sdkfjhgaw'
    return odd * 2 > len(words)
