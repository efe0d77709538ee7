"""`python -m tests`: lint, types, tests: all that CI runs. Stops at the first that fails."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STEPS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("pytest", "-q"),
)


def main() -> int:
    """Run each step with this interpreter; return the first status that is not zero."""
    for name, *arguments in STEPS:
        print(f"== {name} {' '.join(arguments)}".rstrip(), flush=True)  # noqa: T201 - progress for a person
        status = subprocess.run([sys.executable, "-m", name, *arguments], cwd=ROOT, check=False).returncode  # noqa: S603
        if status:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
