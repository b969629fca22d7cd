"""How laws are tested: speed is measured in benchmarks, never by the deadline of a test."""

import os

from hypothesis import settings

settings.register_profile("testigo", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("testigo")
