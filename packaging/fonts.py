"""Build resources/fonts anew from the packages that hold the fonts as their makers publish them.

    python packaging/fonts.py

Needs a Debian machine with npm and apt-get, and fontTools with brotli (`pip install "fonttools[woff]"`).  Nobody needs
it to run the program: what it writes is checked in.
"""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

TARGET = Path(__file__).resolve().parent.parent / "resources" / "fonts"

SOURCE_SERIF = "source-serif@4.5.1"  # npm
INTER = "inter-ui@4.1.1"  # npm
NOTO_CJK = "fonts-noto-cjk=1:20220127+repack1-1"  # Debian
NOTO_CORE = "fonts-noto-core=20201225-1"  # Debian

SOURCE_SERIF_STYLES = ("Regular", "It", "Semibold", "Bold", "BoldIt")
INTER_STYLES = ("Regular", "Italic", "Medium", "SemiBold", "Bold")

# Faces of the collections in NOTO_CJK: 0 JP, 1 KR, 2 SC, 3 TC, 4 HK.  One face serves all: the names in the cases are
# printed before the reforms of 1946 to 1964 or in traditional forms, and of the two faces that a Chinese and a
# Japanese reader both accept, Japan's keeps nearest to what was in print then.
JP = 0

# Alternates that nothing here asks for; without them Inter is a third smaller.
INTER_FEATURES = [
    "kern",
    "mark",
    "mkmk",
    "ccmp",
    "locl",
    "liga",
    "calt",
    "tnum",
    "lnum",
    "pnum",
    "case",
    "zero",
    "frac",
]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        serif = npm(SOURCE_SERIF, work)
        for style in SOURCE_SERIF_STYLES:  # unchanged: its licence reserves the name for the original
            shutil.copyfile(serif / "TTF" / f"SourceSerif4-{style}.ttf", TARGET / f"SourceSerif4-{style}.ttf")
        shutil.copyfile(serif / "LICENSE.md", TARGET / "LICENSE-SourceSerif4.txt")

        inter = npm(INTER, work)
        for style in INTER_STYLES:
            font = opened(inter / "web" / f"Inter-{style}.woff2")
            font.flavor = None
            reduce(font, set(font.getBestCmap()), INTER_FEATURES).save(TARGET / f"Inter-{style}.ttf")
        shutil.copyfile(inter / "LICENSE.txt", TARGET / "LICENSE-Inter.txt")

        latin = set(TTFont(TARGET / "SourceSerif4-Regular.ttf").getBestCmap())
        cjk = opened(debian(NOTO_CJK, work) / "usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", JP)
        wanted = east_asian() - latin
        reduce(cjk, wanted, [], hinting=False).save(TARGET / "NotoSerifCJKjp-Regular.otf")

        core = debian(NOTO_CORE, work) / "usr/share/fonts/truetype/noto"
        for family in ("NotoSerifArmenian", "NotoNaskhArabic"):
            for style in ("Regular", "Bold"):
                font = opened(core / f"{family}-{style}.ttf")
                own = set(font.getBestCmap()) - latin | {0x20, 0xA0}
                reduce(font, own, ["*"], hinting=False).save(TARGET / f"{family}-{style}.ttf")
        operators = {*range(0x2200, 0x2300)} - latin
        reduce(opened(core / "NotoSansMath-Regular.ttf"), operators, [], hinting=False).save(
            TARGET / "NotoSansMath-Regular.ttf"
        )
        licence = re.sub(r"\A.*?(?=-{10,}\s+SIL OPEN FONT)", "", (inter / "LICENSE.txt").read_text(), flags=re.DOTALL)
        for name, holder in (
            ("NotoSerifCJK", "Copyright 2017-2022 Adobe (http://www.adobe.com/). Noto is a trademark of Google Inc."),
            ("Noto", "Copyright 2012-2020 Google Inc. All Rights Reserved. Noto is a trademark of Google Inc."),
        ):
            (TARGET / f"LICENSE-{name}.txt").write_text(
                f"{holder}\n\nThis Font Software is licensed under the SIL Open Font License, Version 1.1.\n"
                f"This license is copied below.\n\n{licence}",
                encoding="utf-8",
                newline="\n",
            )
    write_coverage()
    write_readme()


def npm(package: str, work: Path) -> Path:
    """The folder with the contents of an npm package."""
    made = subprocess.run(
        ["npm", "pack", "--silent", package], cwd=work, check=True, capture_output=True, text=True
    ).stdout.split()[-1]
    folder = work / package
    folder.mkdir()
    subprocess.run(["tar", "xzf", work / made, "-C", folder], check=True)
    return folder / "package"


def debian(package: str, work: Path) -> Path:
    """The root of a Debian package, unpacked, not installed."""
    name = package.partition("=")[0]
    subprocess.run(["apt-get", "download", package], cwd=work, check=True)
    folder = work / name
    subprocess.run(["dpkg-deb", "-x", next(work.glob(f"{name}_*.deb")), folder], check=True)
    return folder


def east_asian() -> set[int]:
    """GB 2312, level 1 of Big5, JIS X 0208 and the hangul and hanja of KS X 1001."""
    return (
        codec("gb2312", lambda code: len(code) == 2)
        | codec("big5", lambda code: len(code) == 2 and code[0] < 0xC9)  # level 2 begins at 0xC940
        | codec("shift_jis", lambda code: len(code) <= 2)
        | codec("euc_kr", lambda code: len(code) == 2)  # longer ones are hangul that are not in the standard
    )


def codec(name: str, wanted: Callable[[bytes], bool]) -> set[int]:
    points = set()
    for point in range(0x80, 0x10000):
        try:
            code = chr(point).encode(name)
        except UnicodeEncodeError:
            continue
        if wanted(code):
            points.add(point)
    return points


def opened(path: Path, number: int = -1) -> TTFont:
    return TTFont(path, fontNumber=number, recalcTimestamp=False)  # the same bytes whenever they are made


def reduce(font: TTFont, points: Iterable[int], features: list[str], *, hinting: bool = True) -> TTFont:
    """The same font with these code points and layout features alone."""
    options = subset.Options(
        layout_features=features, hinting=hinting, name_IDs=["*"], notdef_outline=True, glyph_names=False
    )
    options.desubroutinize = False
    options.drop_tables += ["BASE", "VORG", "vhea", "vmtx", "DSIG"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points)
    cutter.subset(font)
    return font


def write_coverage() -> None:
    """coverage.txt: which characters every style of some family here can show, one range a line."""
    families: dict[str, set[int]] = {}
    for path in (*TARGET.glob("*.ttf"), *TARGET.glob("*.otf")):
        points = set(TTFont(path).getBestCmap())
        family = path.stem.partition("-")[0]
        families[family] = families[family] & points if family in families else points
    covered = sorted(set[int]().union(*families.values()))
    lines: list[list[int]] = []
    for point in covered:
        if lines and lines[-1][1] == point - 1:
            lines[-1][1] = point
        else:
            lines.append([point, point])
    text = "".join(f"{first:04X}-{last:04X}\n" if last > first else f"{first:04X}\n" for first, last in lines)
    (TARGET / "coverage.txt").write_text(text, encoding="ascii", newline="\n")


def write_readme() -> None:
    rows = []
    for path in sorted((*TARGET.glob("*.ttf"), *TARGET.glob("*.otf"))):
        made = str(TTFont(path)["name"].getDebugName(5)).partition(";")[0].removeprefix("Version ")
        rows.append(f"| {path.name} | {made} | {path.stat().st_size / 1024:.0f} |")
    (TARGET / "README.md").write_text(
        README.format(rows="\n".join(rows), source_serif=SOURCE_SERIF, inter=INTER, cjk=NOTO_CJK, core=NOTO_CORE)
        + f"\nMade by packaging/fonts.py with fontTools {version('fonttools')}.\n",
        encoding="utf-8",
        newline="\n",
    )


README = """# The fonts that ship with the program

All under the SIL Open Font License 1.1; the licence of each family stands beside it.

- **Source Serif 4**, reading text: Latin with Vietnamese and Turkish, Greek, Cyrillic with Mongolian.
  From {source_serif} (npm), unchanged: its licence reserves the name for the original.
- **Inter**, window, captions and charts; also polytonic Greek. From {inter} (npm), without its alternates.
- **Noto Serif CJK JP**, Chinese, Japanese and Korean: GB 2312, Big5 level 1, JIS X 0208, KS X 1001.
  From {cjk} (Debian), without layout features. Chinese characters have the forms of
  Japan's face, which keeps nearest to what was in print before the reforms.
- **Noto Serif Armenian**, **Noto Naskh Arabic** (also Persian and Urdu), **Noto Sans Math** (operators alone).
  From {core} (Debian), without the Latin that the others have.

`coverage.txt` holds the code points that can be shown in every style of some family here, in hexadecimal, one range
a line. A test compares it with the fonts.

| file | version | KB |
|---|---|---|
{rows}
"""


if __name__ == "__main__":
    main()
