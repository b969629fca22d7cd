"""The scorer of annotated reports, which is given by its path: it is no part of this project."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType


def load_scorer(path: Path) -> ModuleType:
    """Import the scorer from its file.

    Raises:
        SystemExit: if there is no such Python file.
    """
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise SystemExit(f"there is no scorer at {path}; name the score.py of the test reports")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
