"""Report -> statements: the reader protocol, the built-in reader, and the finders it reads with.

Needs no database and no network: text and metadata in, readings out.
"""
