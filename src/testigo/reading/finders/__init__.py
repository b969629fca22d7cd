"""Finders: each answers one question about a text, in every language, with spans and values.

The learned reader takes them as features and proposals, so each finds generously and says exactly
what it saw; whether a number is a toll, or a name a victim, is decided by the reader.
"""
