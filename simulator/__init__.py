"""Partnering Practice: rehearse a hard one-to-one, then read where you parented and where you partnered."""

__version__ = "0.1.0"
