"""How does the Unicode library that Qt brings along lose the 27 MB that Qt never asks for?

Qt asks it for the order and the case of letters in each language, and for names of time zones, which we never show.
Names of money, regions and units, old encodings and transliterations are there for other programs.  The data are a
table of named items in one shared library.
"""

import re
import struct
import subprocess
from pathlib import Path

# All orders; the tables of characters; of the rest what the library reads to understand a language's name or a time.
KEPT = re.compile(
    r"coll/|[^/]+\.(icu|nrm)$|(root|pool|res_index|icuver|supplementalData|keyTypeData|likelySubtags|metadata"
    r"|numberingSystems|timezoneTypes|metaZones|windowsZones|zoneinfo64)\.res$"
)
_ALIGNED = 16


def trimmed(library: Path, target: Path) -> Path:
    """Write the library with what is kept to target.  Raises ValueError if it is not what ICU builds."""
    symbol, data = _data(library)
    target.parent.mkdir(parents=True, exist_ok=True)
    raw, assembly, compiled = (target.with_suffix(ending) for ending in (".dat", ".s", ".o"))
    raw.write_bytes(only_kept(data))
    assembly.write_text(
        f".section .rodata\n.balign {_ALIGNED}\n.globl {symbol}\n.type {symbol}, @object\n"
        f'{symbol}: .incbin "{raw}"\n.size {symbol}, . - {symbol}\n.section .note.GNU-stack,"",@progbits\n',
        encoding="utf-8",
    )
    subprocess.run(["as", "-o", compiled, assembly], check=True)
    subprocess.run(["ld", "-shared", "--build-id", "-soname", library.name, "-o", target, compiled], check=True)
    return target


def _data(library: Path) -> tuple[str, bytes]:
    """The name of the one thing that the library holds, and its content."""
    elf = library.read_bytes()
    if elf[:6] != b"\x7fELF\x02\x01":
        raise ValueError(f"{library.name} is no library of 64 bits")
    (sections,) = struct.unpack_from("<Q", elf, 0x28)
    size, count = struct.unpack_from("<HH", elf, 0x3A)
    headers = [struct.unpack_from("<IIQQQQIIQQ", elf, sections + size * number) for number in range(count)]
    symbols = next(header for header in headers if header[1] == 11)  # SHT_DYNSYM
    names = headers[symbols[6]][4]
    for place in range(symbols[4], symbols[4] + symbols[5], 24):
        name_at, _, _, section, address, length = struct.unpack_from("<IBBHQQ", elf, place)
        name = elf[names + name_at : elf.index(b"\0", names + name_at)].decode()
        if re.fullmatch(r"icudt\d+_dat", name):
            start = address - headers[section][3] + headers[section][4]
            return name, elf[start : start + length] if length else elf[start : start + headers[section][5]]
    raise ValueError(f"{library.name} holds no data of ICU's")


def only_kept(data: bytes) -> bytes:
    """The same table with fewer items: header, count, places of names and contents, names, contents."""
    head, magic, kind = struct.unpack_from("<HH8x4s", data)
    if magic != 0x27DA or kind != b"CmnD":
        raise ValueError("the table of ICU's data has another form")
    (count,) = struct.unpack_from("<I", data, head)
    entries = [struct.unpack_from("<II", data, head + 4 + 8 * number) for number in range(count)]
    ends = [place for _, place in entries[1:]] + [len(data) - head]
    kept: list[tuple[bytes, bytes]] = []
    for (name_at, place), end in zip(entries, ends, strict=True):
        name = data[head + name_at : data.index(b"\0", head + name_at) + 1]
        if KEPT.match(name.rstrip(b"\0").partition(b"/")[2].decode()):  # without the name of the whole, as in icudt73l/
            kept.append((name, data[head + place : head + end]))
    names_at = 4 + 8 * len(kept)
    content_at = names_at + sum(len(name) for name, _ in kept)
    table, names, contents = struct.pack("<I", len(kept)), b"", b"\0" * (-(head + content_at) % _ALIGNED)
    for name, content in kept:
        table += struct.pack("<II", names_at + len(names), content_at + len(contents))
        names += name
        contents += content + b"\0" * (-len(content) % _ALIGNED)
    return b"".join((data[:head], table, names, contents))
