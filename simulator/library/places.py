"""Where the content lives: beside the package in a checkout, inside it in an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def _content(name: str) -> Path:
    inside = _PACKAGE / "content" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def scenarios_folder() -> Path:
    """Folder of scenario files; voices lie in its subfolder `voices`."""
    return _content("scenarios")


def rubrics_folder() -> Path:
    """Folder of rubric files and their labelled corpus."""
    return _content("rubrics")
