"""Pages of a casebook for the browser: server-rendered, for this machine alone, never writing.

They work and print without JavaScript, load nothing from outside, and each has a JSON twin.
"""
