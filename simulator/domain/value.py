"""The base of every value that is read from a file, a model or disk."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """Frozen, strict, and closed to unknown fields: a typo in a file is an error, not a silent default."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", use_attribute_docstrings=True)
