"""The nouns: frozen, strict values. No I/O, no clock, no model."""
