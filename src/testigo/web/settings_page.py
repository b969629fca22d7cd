"""The settings of the person: name, language, keys, double reading, theme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import FastAPI, Form, Query, Request
from pydantic import create_model
from starlette.responses import Response
from typing_extensions import TypedDict

from testigo.casebook.settings import (
    DEFAULT_KEYS,
    KEYS,
    LANGUAGES,
    THEMES,
    BadSetting,
    Settings,
    checked_name,
    settings_file,
    store_settings,
)
from testigo.web.asked import local
from testigo.web.site import Site
from testigo.web.words import Words

OWN_NAMES: Mapping[str, str] = {"en": "English", "es": "Español"}
"""Each language in its own words."""


_KEY_FIELDS: dict[str, Any] = {f"key_{action}": (str | None, None) for action in DEFAULT_KEYS}
KeysForm = create_model("KeysForm", **_KEY_FIELDS)
"""One field for each action; what is absent or empty stays as it is."""


class SettingsForm(KeysForm):  # type: ignore[misc, valid-type]
    """What the form sets; what it does not hold stays as it is."""

    name: str | None = None
    language: str | None = None
    theme: str | None = None
    keys_on: str | None = None
    double_reading: str | None = None
    back: str = ""


class SettingsTwin(TypedDict):
    """What is set; `keys` maps each action to its key."""

    name: str | None
    language: str | None
    keys: dict[str, str]
    keys_on: bool
    double_reading: bool
    theme: str


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """What is set, where it is kept, and the page to go back to.

    `wrong` maps a setting to why it could not be set; what is shown then is what stands.
    """

    settings: Settings
    file: str
    back: str
    is_saved: bool = False
    wrong: Mapping[str, str] | None = None

    def to_json(self) -> SettingsTwin:
        """Return the JSON twin."""
        now = self.settings
        return {
            "name": now.name,
            "language": now.language,
            "keys": dict(now.keys),
            "keys_on": now.keys_on,
            "double_reading": now.double_reading,
            "theme": now.theme,
        }


def add_to(app: FastAPI, site: Site) -> None:
    """Serve the settings under `/settings`."""

    def shown(
        request: Request,
        back: Annotated[str, Query(description="The page to go back to")] = "",
        saved: Annotated[str, Query(description="Anything: says that they were saved")] = "",
    ) -> Response:
        """The settings."""
        page = SettingsPage(site.settings(), str(settings_file()), local(back), bool(saved))
        return _show(site, request, page)

    def set_(request: Request, form: Annotated[SettingsForm, Form()]) -> Response:
        """Set what the form holds, and go back to where the person came from."""
        before = site.settings()
        try:
            after = _after(before, form)
        except BadSetting as fault:
            wrong = {fault.setting: _why(fault, site.words(request))}
            page = SettingsPage(before, str(settings_file()), local(form.back), wrong=wrong)
            return _show(site, request, page, 400)
        store_settings(after)
        return site.redirect(form.back or "/settings?saved=1")

    site.get(app, "/settings", shown, twin=SettingsTwin)
    site.post(app, "/settings", set_)


def _show(site: Site, request: Request, page: SettingsPage, status: int = 200) -> Response:
    return site.answer(
        request,
        "settings.html",
        page,
        status,
        places=KEYS,
        themes=THEMES,
        languages={code: OWN_NAMES[code] for code in LANGUAGES},
        model=site.casebook.language_model.state(),
    )


def _why(fault: BadSetting, t: Words) -> str:
    if fault.clash is not None:
        one, other = (t(f"settings.key_{action}") for action in fault.clash)
        return t("settings.clash", one=one, other=other)
    return t(f"settings.wrong_{fault.setting}")


def _after(before: Settings, form: SettingsForm) -> Settings:
    """The settings with what the form holds.

    Raises:
        BadSetting: naming the first setting that cannot be so.
    """
    changed: dict[str, Any] = {}
    if form.name is not None:
        changed["name"] = checked_name(form.name)
    if form.language is not None:
        changed["language"] = form.language or None
    if form.theme is not None:
        changed["theme"] = form.theme
    for name in ("keys_on", "double_reading"):
        if (given := getattr(form, name)) is not None:
            changed[name] = given == "1"
    keys = {action: getattr(form, f"key_{action}") or key for action, key in before.keys.items()}
    return replace(before, keys=keys, **changed)
