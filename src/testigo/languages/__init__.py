"""What differs between languages: lexicons, limits, tokens; and which language a text is in.

`en/` and `es/` hold the same file names. Code that reads is one for all; words live in lexicons.
"""
