"""`code`: JSON Lines of leader turns in, JSON Lines of codes out. Nothing is printed unless every line is sound."""

import json
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from simulator.commands.given import text_of
from simulator.domain.transcript import CodingRequest, Turn
from simulator.errors import InputError
from simulator.scoring.reader import Reader, shipped_reader


class CodeLine(BaseModel):
    """One input line; fields beyond these are ignored."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")

    id: str | int
    turn: str
    setting: str | None = None
    shared: tuple[str, ...] = ()
    employee_owned: tuple[str, ...] = ()
    history: tuple[tuple[Literal["leader", "employee"], str], ...] = ()

    def request(self) -> CodingRequest:
        """The turn with its context, as the reader takes it."""
        return CodingRequest(
            turn=self.turn,
            history=tuple(Turn(speaker=speaker, text=text) for speaker, text in self.history),
            shared=self.shared,
            employee_owned=self.employee_owned,
            setting=self.setting,
        )


Line = TypeVar("Line", bound=CodeLine)


def code(name: str, *, everything: bool) -> int:
    """Code each line of a file; `everything` adds a confidence for each of the 22 codes."""
    lines = parse_lines(text_of(name), CodeLine, "Nothing was coded.")
    reader = shipped_reader()
    output = [_coded(line, reader, everything=everything) for line in lines]
    for record in output:
        print(json.dumps(record, ensure_ascii=False))
    return 0


def parse_lines(text: str, form: type[Line], so: str) -> list[Line]:
    """Lines of the `code` format; InputError names the first bad one by its number. `so` says what that means."""
    lines: list[Line] = []
    for number, raw in enumerate(text.split("\n"), start=1):
        if not raw.strip():
            continue
        try:
            lines.append(form.model_validate_json(raw))
        except ValidationError as error:
            fault = error.errors(include_url=False)[0]
            where = ".".join(str(step) for step in fault["loc"])
            message = f"{where}: {fault['msg']}" if where else fault["msg"]
            raise InputError(f"Line {number}: {message}. {so}") from error
    return lines


def _coded(line: CodeLine, reader: Reader, *, everything: bool) -> dict[str, object]:
    request = line.request()
    reading = reader.code(request)
    record: dict[str, object] = {
        "id": line.id,
        "codes": [
            {"code": finding.code, "quote": finding.quote, "confidence": finding.confidence}
            for finding in reading.findings
        ],
        "scored": reading.scored,
    }
    if everything:
        record["confidences"] = reader.confidences(request)
    return record
