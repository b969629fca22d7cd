"""Bytes into reports: one module per format, each giving one canonical text and the map back to
the captured bytes. `intake.take` is the door; everything behind it may be handed bad input.
"""
