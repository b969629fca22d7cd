"""Where the script of the islands lies once `make islands` has built it, and what to say if not.

A wheel holds it built; a checkout without Node has none. Every page works without it.
"""

from __future__ import annotations

import json
from pathlib import Path

BUILT = Path(__file__).parent / "static" / "built"
NOT_BUILT = (
    "The pages work, but without keys, selecting of words and what else needs a script: it is not "
    "built. `make islands` builds it, with npm and Node 20.19 or later."
)


def island_scripts(built: Path = BUILT) -> list[str]:
    """Return the addresses of the scripts that every page loads, none if they are not built.

    Read anew each time: they may be built while the pages are served.
    """
    try:
        manifest = json.loads((built / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return [f"/static/built/{part['file']}" for part in manifest.values() if part.get("isEntry")]
