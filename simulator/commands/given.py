"""Text from a file or standard input."""

import sys
from pathlib import Path

from simulator.errors import InputError


def text_of(name: str) -> str:
    """The text of a file, or of standard input for '-'; raise InputError if it cannot be read."""
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise InputError(f"'{name}' cannot be read: {error.strerror}. Name a file, or - for standard input.") from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputError(f"Line {line} is not UTF-8 text. Save the file as UTF-8.") from error
