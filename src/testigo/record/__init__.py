"""The words of the record as frozen types, and the closed vocabularies they draw on.

Standard library only: everything else in testigo imports this room, and this room imports nothing.
"""
