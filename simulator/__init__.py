"""Partnering Practice: rehearse a hard one-to-one and read, quote by quote, where you parented and where you partnered."""

__version__ = "0.1.0"
