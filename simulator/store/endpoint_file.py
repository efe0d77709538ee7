"""The model a person named in the page, kept in the data folder and readable by its owner alone."""

import os
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from pydantic import TypeAdapter, ValidationError

from simulator.domain.endpoint import Endpoint
from simulator.errors import StoreError

_FORM = TypeAdapter(Endpoint)


@dataclass(frozen=True)
class EndpointFile:
    """endpoint.json in the data folder: holds a key, so its mode is 600 from its first byte."""

    home: Path

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.home / "endpoint.json"

    def read(self) -> Endpoint | None:
        """What is kept, if anything; StoreError if it cannot be read."""
        try:
            return _FORM.validate_json(self.path.read_bytes(), strict=True)
        except FileNotFoundError:
            return None
        except (OSError, ValidationError) as error:
            # `from None`: the fault's own text would quote the key.
            problem = f"The file {self.path} cannot be read. Delete it and enter the model's address again."
            raise StoreError(problem) from (error if isinstance(error, OSError) else None)

    def write(self, endpoint: Endpoint) -> None:
        """Keep an endpoint in place of the last."""
        beside = self.path.with_name(f".endpoint-{token_hex(4)}")
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                file.write(_FORM.dump_json(endpoint, indent=1))
            beside.replace(self.path)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise StoreError(f"The file {self.path} cannot be written: {error.strerror}.") from error

    def forget(self) -> None:
        """Delete what is kept."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"The file {self.path} cannot be deleted: {error.strerror}.") from error
