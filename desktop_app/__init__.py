"""Coincidence Casebook: ask a coincidence who was near whom, when, and what else explains it."""

__version__ = "0.1.0"
