"""Toll series: the numbers of one speaker over one scope, in order; never added across either.

The rules are those of `standards.md` section 4, the law that of the record: no toll is ever summed,
averaged or subtracted across speakers, scopes or dates. Everything here is a pure function.
"""
