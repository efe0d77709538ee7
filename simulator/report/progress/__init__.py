"""Digests to the picture over weeks: a choice of talks, what compares with what, pictures, tables and sentences."""
