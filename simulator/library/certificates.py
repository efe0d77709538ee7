"""Certificates of scenarios: kept as data beside the scenarios they speak of, and void when those change."""

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from simulator.domain.preflight import Certificate, Certificates, Standing
from simulator.errors import ContentError, InputError
from simulator.library.leaders import anyone_file, leaders_file
from simulator.library.places import scenarios_folder
from simulator.library.scenarios import folder_of, scenario_ids

_FILE = "certificates.json"


@cache
def fingerprint(name: str, folder: Path | None = None) -> str:
    """sha256 over the text of every file by which a pre-flight of this scenario could come out otherwise."""
    own, shipped = folder or folder_of(name), scenarios_folder()
    files = [own / f"{name}.yaml", own / "voices" / f"{name}.yaml", leaders_file(name, own)]
    files += [shipped / "engine.yaml", shipped / "remarks.yaml", shipped / "out-of-scope.yaml", anyone_file()]
    if own.resolve() != shipped.resolve():
        files.append(shipped / "voices" / "stock.yaml")
    found = hashlib.sha256()
    for path in files:
        # As text: a checkout that ends its lines otherwise holds the same scenario.
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        found.update(f"{path.name} {len(text)}\n{text}".encode())
    return found.hexdigest()


@cache
def load_certificates(folder: Path | None = None) -> Certificates:
    """Return the certificates kept in a folder, none if there is no file; raise ContentError if it cannot be read."""
    path = (folder or scenarios_folder()) / _FILE
    if not path.is_file():
        return Certificates()
    try:
        return Certificates.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        message = f"{_FILE}: is no file of certificates; delete it, and write a new one with `preflight --write`"
        raise ContentError((message,)) from error


def standing(name: str, reader: str, folder: Path | None = None) -> tuple[Standing, tuple[str, ...]]:
    """Whether a scenario may be offered with this version of the reader, and for a failed one why not."""
    folder = folder or folder_of(name)
    certificate = load_certificates(folder).certificates.get(name)
    if certificate is None or certificate.reader != reader or certificate.files != fingerprint(name, folder):
        return "unchecked", ()
    return ("passed" if certificate.passed else "failed"), certificate.faults


def refuse_failed(name: str, reader: str) -> None:
    """Raise InputError for a scenario that may not be offered: a link to it may have been kept."""
    word, faults = standing(name, reader)
    if word == "failed":
        raise InputError(
            f"This person is left out for now, because a trial with scripted leaders went wrong. {' '.join(faults)} "
            "Choose somebody else on the start page."
        )


def write_certificates(new: Sequence[Certificate], folder: Path | None = None) -> Path:
    """Keep certificates in a folder in place of older ones of the same scenarios; return the file.

    Certificates of scenarios that are no longer there are dropped. Raises InputError if the file cannot be written.
    """
    folder = folder or scenarios_folder()
    path, there = folder / _FILE, scenario_ids(folder)
    load_certificates.cache_clear()
    kept = load_certificates(folder).certificates | {one.scenario: one for one in new}
    every = Certificates(certificates={name: kept[name] for name in sorted(kept) if name in there})
    beside = path.with_suffix(".new")
    try:
        # Whole or not at all: a program that is running reads this file too.
        beside.write_text(every.model_dump_json(indent=1) + "\n", encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise InputError(f"'{path}' cannot be written: {error.strerror}. Run this where the scenarios lie.") from error
    load_certificates.cache_clear()
    return path
