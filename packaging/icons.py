"""Draw the program's icon in every size and format that a system asks for.

python packaging/icons.py FOLDER
"""

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

NAME = "coincidence-casebook"
DRAWING = Path(__file__).resolve().parent.parent / "resources" / "icons" / f"{NAME}.svg"
HICOLOR = (16, 22, 24, 32, 36, 48, 64, 72, 96, 128, 192, 256, 512)
WINDOWS = (16, 20, 24, 32, 40, 48, 64, 128, 256)
MAC = {b"icp4": 16, b"icp5": 32, b"icp6": 64, b"ic07": 128, b"ic08": 256, b"ic09": 512, b"ic10": 1024}
MAC |= {b"ic11": 32, b"ic12": 64, b"ic13": 256, b"ic14": 512}  # the same for screens of twice the density


def main(folder: Path) -> None:
    """Write hicolor/ (Linux), the .ico (Windows) and the .icns (macOS) into the folder."""
    for size in HICOLOR:
        for context, name in (("apps", NAME), ("mimetypes", f"application-x-{NAME}")):
            _write(folder / f"hicolor/{size}x{size}/{context}/{name}.png", png(size))
    _write(folder / f"hicolor/scalable/apps/{NAME}.svg", DRAWING.read_bytes())
    _write(folder / f"hicolor/scalable/mimetypes/application-x-{NAME}.svg", DRAWING.read_bytes())
    _write(folder / f"{NAME}.ico", ico())
    _write(folder / f"{NAME}.icns", icns())


def png(size: int) -> bytes:
    """The drawing as a PNG, size by size pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"PNG").write(image)
    return bytes(buffer.data().data())


def ico() -> bytes:
    """Windows' container: a table of sizes and places, then the PNGs."""
    pictures = [(size, png(size)) for size in WINDOWS]
    place = 6 + 16 * len(pictures)
    table = struct.pack("<HHH", 0, 1, len(pictures))
    for size, picture in pictures:
        table += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), place)
        place += len(picture)
    return table + b"".join(picture for _, picture in pictures)


def icns() -> bytes:
    """The Mac's container: each PNG behind its kind and length."""
    body = b""
    for kind, size in MAC.items():
        picture = png(size)
        body += struct.pack(">4sI", kind, 8 + len(picture)) + picture
    return struct.pack(">4sI", b"icns", 8 + len(body)) + body


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
