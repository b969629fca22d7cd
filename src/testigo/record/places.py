"""Places as the text names them, and, where the gazetteer is sure, which place that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from testigo.record.errors import InvalidRecord

_TYPES: dict[str, type | tuple[type, ...]] = {
    "latitude": (int, float),
    "longitude": (int, float),
    "precision": int,
}


@dataclass(frozen=True, slots=True)
class Place:
    """A place. Only `words` is certain; every other attribute is None unless the gazetteer is sure.

    `precision` is the UCDP `where_prec` code 1-7 (1 exact place, 4 first-order unit, 6 country).
    Coordinates are WGS 84 degrees and stand only with precision 1 to 3: a region has no point.
    `country` is ISO 3166-1 alpha-2, `admin1` ISO 3166-2 or the name the gazetteer has.
    """

    words: str
    place_id: str | None = None
    name: str | None = None
    country: str | None = None
    admin1: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    precision: int | None = None

    def __post_init__(self) -> None:
        if not self.words:
            raise InvalidRecord("a place without words has no witness")
        if self.precision is not None and not 1 <= self.precision <= 7:
            raise InvalidRecord(f"place precision {self.precision} is outside 1-7")
        if (self.latitude is None) != (self.longitude is None):
            raise InvalidRecord("a point needs both latitude and longitude")
        if self.latitude is None or self.longitude is None:
            return
        if self.precision is None or self.precision > 3:
            raise InvalidRecord("a region or country never gets a point")
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise InvalidRecord("a point lies outside the globe")
        # Equal places must have equal bytes: 12, 12.0 and -0.0 are written one way.
        for name in ("latitude", "longitude"):
            object.__setattr__(self, name, float(getattr(self, name)) + 0.0)

    def to_json(self) -> dict[str, object]:
        """Return the attributes that are known."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: value for name, value in values.items() if value is not None}

    @classmethod
    def from_json(cls, data: object) -> Place:
        """Rebuild a stored place.

        Raises:
            InvalidRecord: if `data` has not the form that `to_json` gives.
        """
        if not isinstance(data, Mapping) or not set(data) <= set(cls.__dataclass_fields__):
            raise InvalidRecord(f"not a place: {type(data).__name__}")
        for name, value in data.items():
            if isinstance(value, bool) or not isinstance(value, _TYPES.get(name, str)):
                raise InvalidRecord(f"not a place: {name} is {type(value).__name__}")
        try:
            return cls(**data)
        except TypeError:
            raise InvalidRecord("not a place: it has no words") from None
