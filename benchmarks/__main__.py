"""`python -m benchmarks`: everything that is measured, in one run; a name or two runs only those."""

import sys

from benchmarks.coded_turn import coded_turn
from benchmarks.first_text import first_text
from benchmarks.pages import pages
from benchmarks.reader import reader
from benchmarks.replay import replay
from benchmarks.start import start

MEASURES = {
    "coded-turn": ("One coded turn on one core", coded_turn),
    "reader": ("The reader beside word n-grams", reader),
    "replay": ("Turns without a page", replay),
    "start": ("From the command to the first page", start),
    "pages": ("Each page with 500 stored talks", pages),
    "first-text": ("From a press to the first text of the reply", first_text),
}


def main(names: list[str]) -> int:
    """Run the measures named, or all; return the exit status."""
    unknown = [name for name in names if name not in MEASURES]
    if unknown:
        print(f"There is no measure '{unknown[0]}'. There are: {', '.join(MEASURES)}.", file=sys.stderr)
        return 2
    for name in names or MEASURES:
        title, measure = MEASURES[name]
        print(f"{title} [{name}]", flush=True)
        for line in measure():
            print(f"  {line}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
