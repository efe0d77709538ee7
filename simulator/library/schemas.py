"""JSON Schema of scenario and voice files, for editors that know it (VS Code, Zed, JetBrains, Neovim ...)."""

import json
from pathlib import Path
from typing import Any

from simulator.domain.scenario import Scenario
from simulator.domain.voice import Voice
from simulator.library.fields import schema_of
from simulator.library.rubrics import load_rubric

SCENARIO_SCHEMA, VOICE_SCHEMA = "scenario.json", "voice.json"


def schema_texts() -> dict[str, str]:
    """The text of each schema file, by its name: the values' own, with the rubric's codes where one is to be chosen."""
    rubric = load_rubric()
    moves = list(rubric.codes)
    employee = [code.code for code in rubric.employee_codes]
    parenting = [move.code for move in rubric.moves if move.side == "parenting"]
    answered = parenting + [criterion.code for criterion in rubric.criteria]

    scenario, voice = _copy(schema_of(Scenario)), _copy(schema_of(Voice))
    parts = scenario["$defs"]
    parts["Sign"]["properties"]["move"]["enum"] = moves
    parts["Rewrite"]["properties"]["move"]["enum"] = answered
    parts["Persona"]["properties"]["habits"]["items"]["enum"] = employee
    for line in voice["$defs"]["Line"]["anyOf"]:
        if "properties" in line:
            line["properties"]["says"]["items"]["enum"] = employee
    voice["properties"]["reactions"]["propertyNames"] = {"enum": moves}
    return {
        name: json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, indent=1) + "\n"
        for name, schema in ((SCENARIO_SCHEMA, scenario), (VOICE_SCHEMA, voice))
    }


def write_schemas(folder: Path, *, again: bool) -> tuple[Path, ...]:
    """Write the schema files into `folder`/schema, with `again` also over older ones; return those written."""
    written = []
    for name, text in schema_texts().items():
        path = folder / "schema" / name
        if again or not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            written.append(path)
    return tuple(written)


def _copy(schema: dict[str, Any]) -> dict[str, Any]:
    copied: dict[str, Any] = json.loads(json.dumps(schema))
    return copied
