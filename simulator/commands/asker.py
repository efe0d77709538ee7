"""Questions on the terminal, or answers from a pipe or a file: one line each, asked again where somebody is there."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from simulator.domain.starter import Question
from simulator.errors import InputError

Parsed = TypeVar("Parsed")


class EndedError(InputError):
    """The answers ended before the last question."""


class Asker:
    """Asks on the terminal or takes piped answers, one line each; keeps them all."""

    def __init__(self, given: Sequence[str], typed: Iterator[str], *, again: bool) -> None:
        """`given` answers come first, then what is typed; `again`: somebody is there to be asked once more."""
        self._waiting = deque(given)
        self._typed = typed
        self._again = again
        self.taken: list[str] = []
        """Every answer that was taken, in order."""

    def say(self, text: str) -> None:
        """Tell the author something."""
        print(f"\n{text}", flush=True)

    def ask(self, question: Question, parse: Callable[[str], Parsed], *, empty: str | None = None) -> Parsed:
        """The answer in one line, as `parse` makes it; `empty` is what an empty line stands for."""
        return self._until_right(question, lambda: parse(self._one(question, empty or question.default)))

    def ask_list(self, question: Question) -> tuple[str, ...]:
        """Answers of one line each, up to an empty one."""
        return self._until_right(question, lambda: self._several(question))

    def _until_right(self, question: Question, once: Callable[[], Parsed]) -> Parsed:
        self._put(question)
        while True:
            before = len(self.taken)
            try:
                return once()
            except EndedError:
                raise
            except InputError as error:
                if self._waiting or not self._again:
                    # Answers that went on after a wrong one would stand under the wrong questions.
                    raise InputError(f"Answer on line {len(self.taken)} ({question.id}): {error}") from error
                del self.taken[before:]
                print(f"  {error}", flush=True)

    def _put(self, question: Question) -> None:
        default = f" ({question.default})" if question.default and question.form != "choice" else ""
        print(f"\n{question.asks}{default}")
        for number, choice in enumerate(question.choices, 1):
            print(f"  {number}  {choice.says}{' (this one if you leave it)' if choice.id == question.default else ''}")
        if question.example:
            print(f"  For example: {question.example}")

    def _one(self, question: Question, empty: str | None) -> str:
        answer = self._next(question)
        if answer:
            return answer
        if empty is None:
            raise InputError("This one is needed. Write a line.")
        return empty

    def _several(self, question: Question) -> tuple[str, ...]:
        found: list[str] = []
        while answer := self._next(question):
            found.append(answer)
        if len(found) < question.least:
            raise InputError(f"At least {question.least} is needed: one a line, an empty line at the end.")
        return tuple(found)

    def _next(self, question: Question) -> str:
        print("> ", end="", flush=True)
        line = self._waiting.popleft() if self._waiting else next(self._typed, None)
        if line is None:
            raise EndedError(f"The answers ended before the question '{question.asks}' Nothing was written.")
        self.taken.append(line.strip())
        return self.taken[-1]
