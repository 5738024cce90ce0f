"""Build resources/maps anew from Natural Earth's land, as the npm package world-atlas carries it.

    python packaging/maps.py

Needs npm and NumPy.  Nobody needs it to run the program: what it writes is checked in.
"""

import io
import json
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

TARGET = Path(__file__).resolve().parent.parent / "resources" / "maps"
PACKAGE = "world-atlas@2.0.2"  # npm; Natural Earth 4.1

# Level, file of the package, and by how many degrees a line may be moved where points are left out.
LEVELS = (("coarse", "land-110m.json", 0.0), ("middle", "land-50m.json", 0.012), ("fine", "land-10m.json", 0.007))
STEP = 0.002  # degrees, about 220 m at the equator: the grid on which points lie
ANTARCTICA = -60.0  # what lies wholly south of it is left out: no case goes there
SEAM = 180.0

Array = NDArray[np.float64]


def main() -> None:
    counts = {}
    with tempfile.TemporaryDirectory() as folder:
        source = npm(PACKAGE, Path(folder))
        parts: dict[str, NDArray[Any]] = {}
        for level, name, tolerance in LEVELS:
            topology = json.loads((source / name).read_text(encoding="utf-8"))
            rings = [simplified(ring, tolerance) for ring in stitched(list(rings_of(topology)))]
            laid = [on_grid(ring) for ring in rings if ring[:, 1].max() > ANTARCTICA]
            laid = [ring for ring in laid if len(ring) >= 3]
            laid.sort(key=lambda ring: (-len(ring), ring[0].tolist()))
            parts |= packed(level, laid)
            counts[level] = name, len(laid), sum(map(len, laid))
    write(TARGET / "land.npz", parts)
    write_readme(counts)


def npm(package: str, work: Path) -> Path:
    """The folder with the contents of an npm package."""
    made = subprocess.run(["npm", "pack", "--silent", package], cwd=work, check=True, capture_output=True, text=True)
    subprocess.run(["tar", "xzf", work / made.stdout.split()[-1], "-C", work], check=True)
    return work / "package"


def rings_of(topology: dict[str, Any]) -> Iterator[Array]:
    """The rings of a TopoJSON file as longitude and latitude in degrees, each closed only in thought."""
    transform = topology["transform"]
    arcs = [np.cumsum(np.array(arc), axis=0) * transform["scale"] + transform["translate"] for arc in topology["arcs"]]
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for ring in (ring for polygon in polygons for ring in polygon):
            pieces = [arcs[at] if at >= 0 else arcs[~at][::-1] for at in ring]
            yield np.concatenate([piece[:-1] for piece in pieces])


def stitched(rings: list[Array]) -> list[Array]:
    """The rings without the seam at the antimeridian: what was cut there is one again."""
    whole: list[Array] = []
    chains: list[Array] = []  # what is left of a ring from seam to seam
    for ring in rings:
        on_seam = np.abs(np.abs(ring[:, 0]) - SEAM) < 1e-6
        along = on_seam & np.roll(on_seam, -1)  # the edge to the next point lies on the seam
        if not along.any():
            whole.append(ring)
            continue
        first = int(np.flatnonzero(along)[0]) + 1
        turned, cuts = np.roll(ring, -first, axis=0), np.roll(along, -first)
        starts = [0, *(np.flatnonzero(cuts)[:-1] + 1).tolist()]
        chains += [turned[a : b + 1] for a, b in zip(starts, np.flatnonzero(cuts).tolist(), strict=True) if b > a]
    while chains:
        joined = [chains.pop()]
        while abs(joined[-1][-1, 1] - joined[0][0, 1]) > 0.01:
            end = joined[-1][-1, 1]
            near = min(range(len(chains)), key=lambda at: abs(chains[at][0, 1] - end))
            joined.append(chains.pop(near)[1:])
        whole.append(np.concatenate(joined))
    return whole


def simplified(ring: Array, tolerance: float) -> Array:
    """The ring with no more points than a line within the tolerance of it needs (Douglas and Peucker 1973)."""
    if not tolerance or len(ring) < 8:
        return ring
    lon = np.unwrap(ring[:, 0], period=360)
    points = np.column_stack((lon * np.cos(np.radians(ring[:, 1])), ring[:, 1]))
    far = int(np.argmax(np.hypot(*(points - points[0]).T)))
    keep = np.zeros(len(ring), dtype=bool)
    keep[[0, far]] = True
    closed = np.concatenate((points, points[:1]))
    stretches = [(0, far), (far, len(ring))]
    while stretches:
        a, b = stretches.pop()
        if b - a < 2:
            continue
        chord, own = closed[b] - closed[a], closed[a + 1 : b] - closed[a]
        share = np.clip(own @ chord / max(chord @ chord, 1e-18), 0, 1)
        away = np.hypot(*(own - share[:, None] * chord).T)
        at = int(np.argmax(away))
        if away[at] > tolerance:
            keep[a + 1 + at] = True
            stretches += [(a, a + 1 + at), (a + 1 + at, b)]
    return ring[keep]


def on_grid(ring: Array) -> NDArray[np.int64]:
    """The points as whole steps, neighbours that fall together joined; longitudes run on across the antimeridian."""
    points = np.rint(np.column_stack((np.unwrap(ring[:, 0], period=360), ring[:, 1])) / STEP).astype(np.int64)
    return points[np.any(points != np.roll(points, 1, axis=0), axis=1)]


def packed(level: str, rings: list[NDArray[np.int64]]) -> dict[str, NDArray[Any]]:
    """The rings one after another: their lengths, and the steps from each point to the next, split into bytes.

    The high bytes are nearly all alike and cost next to nothing once compressed.
    """
    steps = np.ascontiguousarray(np.diff(np.concatenate(rings), axis=0, prepend=0).T, dtype="<i4")
    octets = steps.view(np.uint8).reshape(2, -1, 4)
    return {
        f"{level}_lengths": np.array([len(ring) for ring in rings], dtype="<u4"),
        f"{level}_steps": np.ascontiguousarray(octets.transpose(0, 2, 1)),
    }


def write(path: Path, parts: dict[str, NDArray[Any]]) -> None:
    """An .npz file, the same bytes whenever it is made."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, part in parts.items():
            content = io.BytesIO()
            np.lib.format.write_array(content, part, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), content.getvalue(), zipfile.ZIP_DEFLATED, 9)


def write_readme(counts: dict[str, tuple[str, int, int]]) -> None:
    rows = "\n".join(
        f"| {level} | {name} | {tolerance or '–'} | {counts[level][1]:,} | {counts[level][2]:,} |"
        for level, name, tolerance in LEVELS
    )
    words = TEXT.format(package=PACKAGE, step=STEP, rows=rows)
    (TARGET / "README.md").write_text(words, encoding="utf-8", newline="\n")


TEXT = """# The land that maps are drawn on

`land.npz`: the land of the Earth without Antarctica, as rings of longitude and latitude in three levels of detail.

Origin: **Natural Earth** 4.1, physical vectors, land. Public domain: no permission is needed to use it, and none to
name it; maps name it all the same ("Land: Natural Earth"). Taken from {package} (npm), which carries it as
TopoJSON; that package's own files are under the ISC licence, and none of them is here.

Changed by us: what the antimeridian cuts in two is one ring again, what lies wholly south of 60° S is left out, points
lie on a grid of {step}°, and in the finest level those are left out without which the coast moves by no more than
the tolerance.

| level | made from | tolerance, degrees | rings | points |
|---|---|---|---|---|
{rows}

`LEVEL_lengths`: the number of points of each ring. `LEVEL_steps`: from each point to the next, all rings one after
another, in steps of the grid; two rows (longitude, latitude) of 32-bit integers, stored as four rows of their
bytes, the lowest first. Longitudes run on beyond 180° where a ring crosses the antimeridian; rings close by themselves.

Made by packaging/maps.py.
"""


if __name__ == "__main__":
    main()
