"""Which corpora nothing is made from, because what may be done with them is not settled."""

UNSETTLED = ("es_u", "gmb")
"""Beginnings of the names of their files."""
