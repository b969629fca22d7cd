"""A language model as a second reader, under the same grounding as the first.

A model proposes; testigo decides what stands in the text. Prompt and schema are made from the
record's own kinds and vocabularies, every value is located in the text or dropped and counted, and
numbers, bounds and dates are read from the located words by testigo's own finders. The model has no
tool, and nothing is ever opened on its word.
"""
