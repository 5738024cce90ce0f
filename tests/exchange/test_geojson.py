"""A reader's own lines over the map: read whole or not at all, and what is wrong is told with its place."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.casebook.trouble import Trouble
from desktop_app.exchange import geojson
from desktop_app.exchange.geojson import read

BORDER = [[20.0, 50.0], [21.5, 51.0], [23.0, 50.5]]
AREA = [[0, 0], [10, 0], [10, 10], [0, 0]]


def write(tmp_path: Path, content: object) -> Path:
    path = tmp_path / "borders.geojson"
    path.write_text(content if isinstance(content, str) else json.dumps(content, indent=1), encoding="utf-8")
    return path


def feature(geometry: object) -> dict[str, object]:
    return {"type": "Feature", "properties": {"name": "1914"}, "geometry": geometry}


def test_every_geometry_is_read(tmp_path: Path) -> None:
    geometries = [
        {"type": "Point", "coordinates": [7, 8]},
        {"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]},
        {"type": "LineString", "coordinates": BORDER},
        {"type": "MultiLineString", "coordinates": [BORDER, [[179, 0], [181, 1]]]},
        {"type": "Polygon", "coordinates": [AREA, AREA[::-1]]},
        {"type": "MultiPolygon", "coordinates": [[AREA], [AREA]]},
    ]
    nested = {"type": "GeometryCollection", "geometries": geometries}
    whole = {"type": "FeatureCollection", "features": [feature(one) for one in (*geometries, nested, None)]}
    drawn = read(write(tmp_path, whole))
    assert drawn.name == "borders"
    assert len(drawn.lines) == 2 * 7
    assert drawn.lines[0].tolist() == BORDER
    assert drawn.points.tolist() == [[7, 8], [1, 2], [3, 4]] * 2


@pytest.mark.parametrize("wrap", [lambda one: one, feature], ids=["geometry", "feature"])
def test_a_feature_or_a_geometry_alone_will_do(tmp_path: Path, wrap: object) -> None:
    line = {"type": "LineString", "coordinates": BORDER}
    drawn = read(write(tmp_path, wrap(line)))  # type: ignore[operator]
    assert [one.tolist() for one in drawn.lines] == [BORDER]


def test_heights_a_mark_at_the_beginning_and_the_order_of_members_make_no_difference(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[20, 50, 300], [21, 51]]}
    path = write(tmp_path, "\ufeff" + json.dumps({"features": [feature(line)], "type": "FeatureCollection"}))
    assert read(path).lines[0].tolist() == [[20, 50], [21, 51]]


def test_progress_is_told_and_whoever_is_told_may_stop_it(tmp_path: Path) -> None:
    line = feature({"type": "LineString", "coordinates": BORDER})
    path = write(tmp_path, {"type": "FeatureCollection", "features": [line] * 20})
    shares: list[float] = []
    read(path, shares.append)
    assert 15 < len(shares) <= 20
    assert shares == sorted(shares)

    class Stopped(Exception):
        pass

    def stop(_: float) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        read(path, stop)


LINE = {"type": "LineString"}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "Line 1"),
        ("lat,lon\n50,20\n", "“{” was expected"),
        ('{"type": "FeatureCollection",\n "features": [\n', "Line 3"),
        ('{"type": "FeatureCollection"}', "without features"),
        ('{"type": "FeatureCollection", "features": []}', "nothing in it to draw"),
        ('{"type": "FeatureCollection", "features": []} x', "after its end"),
        ('{"type": "Topology", "arcs": []}', "TopoJSON"),
        ('{"name": "Soong"}', "A geometry was expected"),
        ("{}", "A geometry was expected"),
        ('{"type": "Sphere"}', "“Sphere” is no geometry"),
        ('{"type": "LineString", "coordinates": [[NaN, 2], [3, 4]]}', "NaN is no number"),
        ('{"type": "LineString", "coordinates": ' + "[" * 100_000, "Line 1"),
        ({"type": "FeatureCollection", "features": [7]}, "Feature 1, line 4: A Feature was expected"),
        ({**LINE, "coordinates": "here"}, "Coordinates were expected"),
        ({**LINE, "coordinates": [[1, 2]]}, "fewer than 2 positions"),
        ({**LINE, "coordinates": [[1], [2]]}, "needs a longitude and a latitude"),
        ({**LINE, "coordinates": [["1", "2"], ["3", "4"]]}, "both numbers"),
        ({**LINE, "coordinates": [[1, 2], 3]}, "needs a longitude and a latitude"),
        ({**LINE, "coordinates": [[20, 50], [21.4, 105.8]]}, "swapped"),
        ({**LINE, "coordinates": [[500_000, 4_649_776], [500_100, 4_649_900]]}, "no longitude and latitude in degrees"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]}, "fewer than 4"),
        ({**LINE, "coordinates": BORDER, "crs": {"properties": {"name": "EPSG:3857"}}}, "another reference system"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, content: object, told: str) -> None:
    path = write(tmp_path, content)
    with pytest.raises(Trouble) as caught:
        read(path)
    assert told in str(caught.value)
    assert "borders.geojson" in caught.value.what
    assert caught.value.kept == "Nothing of it was laid over."
    assert caught.value.do


def test_the_feature_and_the_line_of_a_swapped_position_are_named(tmp_path: Path) -> None:
    good = feature({**LINE, "coordinates": BORDER})
    bad = feature({**LINE, "coordinates": [[48.2, 116.4], [48.3, 117.0]]})
    path = write(tmp_path, {"type": "FeatureCollection", "features": [good, bad]})
    with pytest.raises(Trouble) as caught:
        read(path)
    begins = path.read_text(encoding="utf-8").split("\n")
    assert "Feature 2" in caught.value.what
    line = int(caught.value.what.split("line ")[1].split(":")[0])
    assert begins[line - 1].strip() == "{"


def test_a_file_that_is_not_there_not_text_or_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Trouble, match="cannot be read"):
        read(tmp_path / "gone.geojson")
    path = tmp_path / "latin.geojson"
    path.write_bytes('{"type":\n "Québec"}'.encode("latin-1"))
    with pytest.raises(Trouble, match="Line 2 is not UTF-8"):
        read(path)
    monkeypatch.setattr(geojson, "MOST_BYTES", 5)
    with pytest.raises(Trouble, match="larger than"):
        read(path)


@settings(max_examples=40)
@given(
    st.lists(
        st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=2, max_size=5), min_size=1, max_size=4
    )
)
def test_lines_come_back_as_they_were_written(tmp_path_factory: pytest.TempPathFactory, lines: list[object]) -> None:
    path = write(tmp_path_factory.mktemp("lines"), {"type": "MultiLineString", "coordinates": lines})
    for line, back in zip(lines, read(path).lines, strict=True):
        assert np.array_equal(np.array(line), back)
