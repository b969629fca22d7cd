"""The slim gazetteer: countries, their first-order units, and towns of 5,000 people and more.

Built by `training/gazetteer/build.py`; `docs/decisions/0003-gazetteer.md` says from what and why.
"""
