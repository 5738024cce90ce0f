"""Under which licences stands what is inside a bundle?

Every file has an origin: a distribution of Python's, Python itself, a package of the system's, or this checkout.
Whatever has none, or comes without the text of its licence, ends the build.
"""

import json
import os
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "packaging" / "licences"
COMMON = Path("/usr/share/common-licenses")
# Texts that wheels leave out: of their licence, or of what they hold of others.
QT = ("LGPL-3.0.txt", "GPL-3.0.txt", "Qt-third-party.txt")
LEFT_OUT = {"pyside6-essentials": QT, "shiboken6": QT[:2], "typst": ("Typst-fonts.txt",)}
NAMES = re.compile(r"(licen[cs]e|copying|notice|authors)[^/]*(/|$)", re.IGNORECASE)
RULE = "=" * 100


class Unlicensed(Exception):
    """Something is inside that nobody allowed us to pass on, as far as can be seen."""


@dataclass(frozen=True)
class Part:
    """Something inside that has a licence of its own.  texts: by name, in full."""

    name: str
    licence: str
    texts: Mapping[str, str]


def parts(files: Iterable[Path], *others: str) -> tuple[Part, ...]:
    """The origins of these files, the program itself first.  Raises Unlicensed.

    others: distributions of which something is inside that no file shows, such as what starts the bundle.
    """
    files = {Path(sysconfig.get_path("purelib"), file).resolve() for file in files}
    owners = _owners()
    library = Path(sysconfig.get_path("stdlib")).resolve()
    homes = [Path(home).resolve() for home in (sys.base_prefix, sys.base_exec_prefix)]
    found = {"": _program(), "Python": _python()} | {name: _of(distribution(name)) for name in others}
    unknown = []
    for file in sorted(files):
        if file.is_relative_to(ROOT) and not file.is_relative_to(Path(sys.prefix).resolve()):
            continue
        if owner := owners.get(str(file)):
            found.setdefault(owner, _of(distribution(owner)))
        elif file.is_relative_to(library):
            continue
        elif package := _debian_package(file):
            found.setdefault(f"Debian {package}", _debian(package))
        elif not any(file.is_relative_to(home) for home in homes):
            unknown.append(str(file))
    if unknown:
        raise Unlicensed("Nobody knows where these come from:\n" + "\n".join(unknown))
    for part in found.values():
        if not part.texts or not all(text.strip() for text in part.texts.values()):
            raise Unlicensed(f"{part.name} comes without the text of its licence.")
    return (found.pop(""), *(found[name] for name in sorted(found, key=str.lower)), *_fonts(), _gazetteer(), _land())


def whole(inside: Iterable[Part], *, in_debian: bool = False) -> str:
    """All licences as one text.  in_debian: texts that every Debian system has are pointed at."""
    inside = tuple(inside)
    lines = ["What is inside Coincidence Casebook, and under which licences", ""]
    lines += [f"  {part.name}: {part.licence}" for part in inside]
    lines += [
        "",
        "Qt, PySide6 and Shiboken are used under the LGPL-3.0, unchanged, as shared libraries that may be replaced",
    ]
    lines += ["by others; their sources are published by the Qt Project under the versions named here."]
    seen: dict[str, str] = {}
    for part in inside:
        for name, text in part.texts.items():
            lines += ["", RULE, f"{part.name}: {name}", RULE, ""]
            if before := seen.get(text):
                lines.append(f"The same as the text of {before}.")
            elif in_debian and part.name != "the program" and (common := _common(name)):
                lines.append(f"On Debian systems this text is in {common}.")
            else:
                lines.append(text.strip("\n"))
            seen.setdefault(text, part.name)
    return "\n".join(lines) + "\n"


def _common(name: str) -> Path | None:
    places = (COMMON / name.removesuffix(end) for end in (".txt", ".0.txt"))
    return next((place for place in places if place.is_file()), None)


def _owners() -> dict[str, str]:
    """Which distribution installed a file, by its path."""
    owners: dict[str, str] = {}
    for installed in distributions():
        name, home = installed.name, str(Path(str(installed.locate_file(""))).resolve())
        owners |= {os.path.join(home, str(file)): name for file in installed.files or ()}
    return owners


def _of(installed: Distribution) -> Part:
    meta = installed.metadata
    classifiers = [entry.rpartition(":: ")[2] for entry in meta.get_all("Classifier", []) if "License ::" in entry]
    named = meta.get_all("License-Expression") or classifiers or meta.get_all("License", [])
    texts = {
        file.name: file.read_text(encoding="utf-8")
        for file in installed.files or ()
        if ".dist-info/" in str(file) and NAMES.search(str(file).partition(".dist-info/")[2])
    }
    texts |= {name: (TEXTS / name).read_text(encoding="utf-8") for name in LEFT_OUT.get(_plain(installed.name), ())}
    texts |= _crates(installed)
    return Part(f"{installed.name} {installed.version}", " / ".join(named).partition("\n")[0] or "see its text", texts)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _crates(installed: Distribution) -> dict[str, str]:
    """What was compiled into a wheel, by its own list (CycloneDX): whose it is, and the licence it is taken under."""
    lists = [file for file in installed.files or () if str(file).endswith(".cyclonedx.json")]
    found: dict[str, str] = {}
    for file in lists:
        under: dict[str, list[str]] = {}
        for component in json.loads(file.read_text(encoding="utf-8")).get("components", []):
            name = f"{component['name']} {component.get('version', '')}"
            offered = [one.get("expression") or one["license"].get("id", "?") for one in component.get("licenses", [])]
            whose = f"{name} in {installed.name}"
            for licence in dict.fromkeys(one for each in offered or [""] for one in chosen(each, whose)):
                under.setdefault(licence, []).append(f"  {name}, copyright {component.get('author', 'its authors')}")
        for licence, names in sorted(under.items()):
            found[f"compiled in, under {licence} ({file.name})"] = "\n".join(names)
            for text in licence.split(" WITH "):
                found[f"{text}.txt"] = (TEXTS / "texts" / f"{text}.txt").read_text(encoding="utf-8")
    return found


# Of several licences offered, the one to take: whose texts are in packaging/licences/texts.
TAKEN = (
    *("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Zlib", "0BSD", "Unlicense", "CC0-1.0", "MPL-2.0"),
    *("Unicode-3.0", "Apache-2.0 WITH LLVM-exception"),
)


def chosen(expression: str, whose: str) -> tuple[str, ...]:
    """The licences to keep, of an SPDX expression: of all that are offered with OR one.  Raises Unlicensed."""
    taken = []
    for part in re.split(r"\s+AND\s+(?![^()]*\))", expression):
        offered = re.split(r"\s+OR\s+|/", part.replace("(", "").replace(")", ""))
        licence = next((licence for licence in TAKEN if licence in offered), None)
        if licence is None:
            raise Unlicensed(f"{whose} is under {expression or 'no licence'}, whose text we do not have.")
        taken.append(licence)
    return tuple(dict.fromkeys(taken))


def _program() -> Part:
    return Part("the program", "MIT", {"LICENSE": (ROOT / "LICENSE").read_text(encoding="utf-8")})


def _python() -> Part:
    version = sys.version.split()[0]
    places = (Path(sysconfig.get_path("stdlib"), "LICENSE.txt"), Path(sys.base_prefix, "LICENSE.txt"))
    debian = Path(f"/usr/share/doc/python3.{sys.version_info.minor}/copyright")
    for place in (*places, debian):
        if place.is_file():
            return Part(f"Python {version}", "PSF-2.0", {place.name: place.read_text(encoding="utf-8")})
    raise Unlicensed("Python comes without the text of its licence.")


def _fonts() -> list[Part]:
    texts = sorted((ROOT / "resources" / "fonts").glob("LICENSE-*.txt"))
    return [
        Part(f"font {text.stem.removeprefix('LICENSE-')}", "OFL-1.1", {text.name: text.read_text(encoding="utf-8")})
        for text in texts
    ]


def _gazetteer() -> Part:
    text = ROOT / "resources" / "gazetteer" / "LICENSE-GeoNames.txt"
    return Part("places of GeoNames", "CC-BY-4.0", {text.name: text.read_text(encoding="utf-8")})


def _land() -> Part:
    text = ROOT / "resources" / "maps" / "README.md"
    return Part("land of Natural Earth", "public domain", {text.name: text.read_text(encoding="utf-8")})


def _debian_package(file: Path) -> str | None:
    """The package of the system's that a library belongs to; old names in /lib are those in /usr/lib."""
    if not Path("/usr/bin/dpkg").is_file():
        return None
    for name in (str(file), str(file).removeprefix("/usr")):
        asked = subprocess.run(["dpkg", "-S", name], capture_output=True, text=True, check=False)
        if asked.returncode == 0:
            return asked.stdout.partition(":")[0]
    return None


def _debian(package: str) -> Part:
    text = Path("/usr/share/doc", package, "copyright").read_text(encoding="utf-8", errors="replace")
    show = ["dpkg-query", "-W", "-f", "${Version}", package]
    version = subprocess.run(show, capture_output=True, text=True, check=True).stdout
    names = dict.fromkeys(re.findall(r"^License: *(\S.*)$", text, re.MULTILINE))
    return Part(f"{package} {version} (Debian)", ", ".join(names) or "see its text", {"copyright": text})
