"""The built-in reader: rules over finders and lexicons, one path for every language.

One module a kind (`tolls`, `casualties`, `measures`); what they share about a place in the text
(harm words, who says so, where, when, how sure the words are) is in `setting`.
"""
