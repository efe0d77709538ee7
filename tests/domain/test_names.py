"""Words that look like names are found; what only begins a sentence is not."""

import pytest

from simulator.domain.names import likely_names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Three reports for Zeltron came late.", ("Zeltron",)),
        ("On Tuesday the client called. Nobody in Basel knew.", ("Basel",)),
        ("I told her, and I'm sure Sana's team heard.", ("Sana",)),
        ("We moved Project Falcon to the new office.", ("Project Falcon",)),
        ("The list went from Anna to Ben, and Clara.", ("Anna", "Ben", "Clara")),
        ("Nothing here. Everything is plain. HR and the CEO know.", ()),
        ("She met O’Neil there\nBoris came", ("O’Neil",)),
        ("we went to Müller-Lüdenscheidt in May", ("Müller-Lüdenscheidt",)),
        ("", ()),
    ],
)
def test_names_are_found_inside_sentences(text: str, found: tuple[str, ...]) -> None:
    assert likely_names([text]) == found


def test_what_is_known_and_what_was_found_once_is_not_offered_again() -> None:
    texts = ["Then Anna came.", "Then Ben and anna, and Anna Berg."]
    assert likely_names(texts) == ("Anna", "Ben", "Anna Berg")
    assert likely_names(texts, known=("ben", "Anna Berg")) == ()
