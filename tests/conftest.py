"""How laws are tested everywhere: speed is measured in benchmarks, never by a deadline of a test."""

import os

from hypothesis import settings

settings.register_profile("testigo", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("testigo")
