"""What does a GeoJSON file draw: which lines, and which points?

RFC 7946: FeatureCollection, Feature or a bare geometry; longitude before latitude, degrees of WGS 84.  Features are
read one by one, so that other threads find time meanwhile and an error can be told with its place.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

MOST_BYTES = 200 * 2**20
_FARTHEST_LON = 360.0  # beyond 180°, so that a line may run on across the antimeridian
_SPACE = " \t\n\r"
_LATLON_NAMES = ("crs84", "epsg::4326", "epsg:4326", "wgs84", "wgs 84")
# Geometry: how deep its positions lie, whether they are points, and how many make one part of it.
_DEPTHS = {
    "Point": (0, True, 1),
    "MultiPoint": (1, True, 1),
    "LineString": (1, False, 2),
    "MultiLineString": (2, False, 2),
    "Polygon": (2, False, 4),
    "MultiPolygon": (3, False, 4),
}


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """All that a file draws; the rim of an area is a line.  Longitude and latitude in degrees, shape (n, 2)."""

    name: str
    lines: tuple["Array", ...]
    points: "Array"


Step = Callable[[float], None]


def read(path: Path, step: Step = lambda _: None) -> Drawing:
    """The whole file, or nothing of it.  step: called now and then with the share that is done.

    Raises Trouble where it cannot be read, is too large, is no GeoJSON, or its coordinates are not degrees.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise Trouble(
                tr("{} is larger than {} MB.").format(path.name, MOST_BYTES // 2**20),
                do=tr("Simplify it first, or take from it what you need."),
            )
        content = path.read_bytes()
    except OSError as error:
        raise Trouble(
            tr("{} cannot be read: {}.").format(path.name, error.strerror or error), do=tr("Choose another file.")
        ) from error
    return _Reading(path, _text(path, content), step).drawing()


def _text(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _trouble(path, tr("Line {} is not UTF-8 text.").format(line)) from None


def _trouble(path: Path, what: str, do: str = "") -> Trouble:
    return Trouble(
        tr("{} is not GeoJSON that can be laid over the map. {}").format(path.name, what),
        tr("Nothing of it was laid over."),
        do or tr("Mend the file, or choose another."),
    )


class _Reading:
    """One run of `read`."""

    def __init__(self, path: Path, text: str, step: Step) -> None:
        self.path, self.text, self.step = path, text, step
        self.decoder = json.JSONDecoder(parse_constant=self._no_number)
        self.lines: list[Array] = []
        self.points: list[Array] = []
        self.at = 0  # where what is being read begins
        self._end = 0  # where what was read last ends
        self.feature: int | None = None  # its number, the first is 1

    def drawing(self) -> Drawing:
        import numpy as np

        self._document()
        if not self.lines and not self.points:
            raise self._wrong(tr("There is nothing in it to draw."), placed=False)
        points = np.concatenate(self.points) if self.points else np.empty((0, 2))
        return Drawing(self.path.stem, tuple(self.lines), points)

    # JSON, one feature at a time

    def _document(self) -> None:
        """The outermost object: its features one by one, all else at once."""
        rest: dict[str, Any] = {}
        featured, told = False, 0
        for key, value_at in self._members():
            if key == "features" and self.text[value_at : value_at + 1] == "[":
                featured = True
                for number, feature in enumerate(self._elements(value_at), 1):
                    self.feature = number
                    self._feature(feature)
                    if self.at >= told + len(self.text) / 100:
                        told = self.at
                        self.step(told / len(self.text))
                self.feature = None
            else:
                rest[key] = self._value(value_at)
        self.at = 0
        kind = rest.get("type")
        self._check_reference(rest.get("crs"))
        if kind == "FeatureCollection":
            if not featured:
                raise self._wrong(tr("A FeatureCollection without features."))
        elif kind == "Feature":
            self._feature(rest)
        elif kind == "Topology":
            raise self._wrong(tr("It is TopoJSON."), tr("Convert it to GeoJSON first."), placed=False)
        else:
            self._geometry(rest)

    def _members(self) -> Iterator[tuple[str, int]]:
        """Keys of the outermost object, and where their values begin; `self._end` is set by who reads the value."""
        at = self._expect(self._skip(0), "{")
        if self.text[self._skip(at) : self._skip(at) + 1] == "}":
            self._end = self._skip(at) + 1
        else:
            while True:
                at = self._skip(at)
                key = self._value(at)
                if not isinstance(key, str):
                    raise self._wrong(tr("A name in quotation marks was expected."))
                value_at = self._skip(self._expect(self._skip(self._end), ":"))
                yield key, value_at
                at = self._skip(self._end)
                if self.text[at : at + 1] == ",":
                    at += 1
                    continue
                self._end = self._expect(at, "}")
                break
        self.at = self._skip(self._end)
        if self.at < len(self.text):
            raise self._wrong(tr("Something stands after its end."))

    def _elements(self, at: int) -> Iterator[Any]:
        at = self._skip(at + 1)
        if self.text[at : at + 1] == "]":
            self._end = at + 1
            return
        while True:
            yield self._value(self._skip(at))
            at = self._skip(self._end)
            if self.text[at : at + 1] == ",":
                at += 1
                continue
            self._end = self._expect(at, "]")
            return

    def _value(self, at: int) -> Any:
        """The JSON value that begins here."""
        self.at = at
        try:
            value, self._end = self.decoder.raw_decode(self.text, at)
        except json.JSONDecodeError as error:
            self.at = error.pos
            raise self._wrong(tr("It is not whole JSON: {}.").format(error.msg)) from None
        except RecursionError:
            raise self._wrong(tr("It is nested too deeply.")) from None
        return value

    def _skip(self, at: int) -> int:
        while at < len(self.text) and self.text[at] in _SPACE:
            at += 1
        return at

    def _expect(self, at: int, sign: str) -> int:
        if self.text[at : at + 1] != sign:
            self.at = at
            raise self._wrong(tr("“{}” was expected.").format(sign))
        return at + 1

    def _no_number(self, name: str) -> None:
        raise self._wrong(tr("{} is no number of JSON.").format(name))

    def _wrong(self, what: str, do: str = "", *, placed: bool = True) -> Trouble:
        """With the place in the file."""
        if placed:
            line = self.text.count("\n", 0, self.at) + 1
            where = tr("Feature {}, line {}").format(self.feature, line) if self.feature else tr("Line {}").format(line)
            what = f"{where}: {what}"
        return _trouble(self.path, what, do)

    # GeoJSON

    def _check_reference(self, crs: object) -> None:
        """Files from before 2016 may name another system of coordinates."""
        name = str(crs).lower() if crs is not None else ""
        if name and not any(known in name for known in _LATLON_NAMES):
            raise self._wrong(
                tr("Its coordinates are in another reference system."),
                tr("Convert it to longitude and latitude (WGS 84) first."),
                placed=False,
            )

    def _feature(self, feature: object) -> None:
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            raise self._wrong(tr("A Feature was expected."))
        if feature.get("geometry") is not None:
            self._geometry(feature["geometry"])

    def _geometry(self, geometry: object) -> None:
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        if not isinstance(geometry, dict) or not isinstance(kind, str):
            raise self._wrong(tr("A geometry was expected."))
        if kind == "GeometryCollection":
            parts = geometry.get("geometries")
            if not isinstance(parts, list):
                raise self._wrong(tr("A GeometryCollection without geometries."))
            for part in parts:
                self._geometry(part)
            return
        if kind not in _DEPTHS:
            raise self._wrong(tr("“{}” is no geometry of GeoJSON.").format(kind))
        depth, are_points, least = _DEPTHS[kind]
        coordinates = geometry.get("coordinates")
        if coordinates == []:  # an empty geometry is allowed, and draws nothing
            return
        for line in self._parts([coordinates] if depth == 0 else coordinates, max(depth, 1)):
            made = self._positions(line)
            if len(made) < least:
                raise self._wrong(tr("A {} of fewer than {} positions.").format(kind, least))
            (self.points if are_points else self.lines).append(made)

    def _parts(self, coordinates: object, depth: int) -> Iterator[list[Any]]:
        if not isinstance(coordinates, list):
            raise self._wrong(tr("Coordinates were expected."))
        if depth == 1:
            yield coordinates
        else:
            for part in coordinates:
                yield from self._parts(part, depth - 1)

    def _positions(self, line: list[Any]) -> "Array":
        import numpy as np

        try:
            made = np.array(line)
        except ValueError:  # some positions have a height, some not
            if not all(isinstance(one, list) and len(one) >= 2 for one in line):
                raise self._wrong(tr("A position needs a longitude and a latitude.")) from None
            made = np.array([one[:2] for one in line])
        if made.ndim != 2 or made.shape[1] < 2 or made.dtype.kind not in "iuf":
            raise self._wrong(tr("A position needs a longitude and a latitude, both numbers."))
        found = made[:, :2].astype(np.float64)
        self._check_range(found)
        return found

    def _check_range(self, found: "Array") -> None:
        import numpy as np

        wrong = (np.abs(found[:, 0]) > _FARTHEST_LON) | (np.abs(found[:, 1]) > 90.0)
        if not wrong.any():
            return
        lon, lat = found[int(np.argmax(wrong))].tolist()
        if abs(lat) <= _FARTHEST_LON and abs(lon) <= 90.0:
            raise self._wrong(
                tr("Latitude {} is impossible; longitude and latitude seem to be swapped.").format(f"{lat:g}"),
                tr("GeoJSON has the longitude first: swap them in the file."),
            )
        raise self._wrong(
            tr("{}, {} are no longitude and latitude in degrees.").format(f"{lon:g}", f"{lat:g}"),
            tr("Convert the file to longitude and latitude (WGS 84) first."),
        )
