"""The append-only log: reports, texts, readings, statements, decisions; a hash chain over it all.

`testigo.store.store.Store` is the way in. What is SQLite's own stands in `engine`, `triggers` and
`search`; every other module speaks SQLAlchemy.
"""
