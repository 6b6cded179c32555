"""Everyrep: who sold what, who learned what, and what can honestly be said about both."""

__version__ = "0.1.0"
