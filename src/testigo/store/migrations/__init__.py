"""Alembic's revisions of the evidence tables. Derived tables are made anew after each of them."""
