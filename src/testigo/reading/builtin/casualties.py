"""Casualties: one person harmed, one outcome a statement."""

from __future__ import annotations

from testigo.reading.builtin.setting import Setting
from testigo.reading.drafts import Draft


def read_casualties(setting: Setting) -> list[Draft]:
    """Return a draft for every person harmed and every outcome."""
    return [] if not setting.harms else []
