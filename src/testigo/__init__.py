"""Reads news reports of political violence into a sourced, append-only record."""

__version__ = "0.1.0"
