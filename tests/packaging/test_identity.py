"""Whoever made it and whatever it is called: the same on all systems and in all files."""

import importlib
import plistlib
import re
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
PACKAGING = ROOT / "packaging"


@pytest.fixture
def debian(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(PACKAGING))
    monkeypatch.delenv("DEBIAN_MAINTAINER", raising=False)
    return importlib.import_module("debian")


def text(file: str) -> str:
    return (ROOT / file).read_text(encoding="utf-8")


def test_one_name_for_the_application(debian: ModuleType) -> None:
    component = ET.fromstring(text(f"packaging/linux/{debian.ID}.metainfo.xml"))
    assert component.findtext("id") == debian.ID
    assert component.findtext("launchable") == f"{debian.NAME}.desktop"
    assert f'bundle_identifier="{debian.ID}"' in text("packaging/coincidence-casebook.spec")
    plist = plistlib.loads((PACKAGING / "macos" / "Info.plist").read_bytes())
    types = [one["UTTypeIdentifier"] for one in plist["UTExportedTypeDeclarations"]]
    assert types == [f"{debian.ID}.library"]
    assert [one["LSItemContentTypes"] for one in plist["CFBundleDocumentTypes"]] == [types]
    assert re.fullmatch(r"[A-Za-z0-9]+(\.[A-Za-z0-9]+){2,}", debian.ID)  # what macOS, AppStream and D-Bus all take


def test_one_name_for_those_who_made_it(debian: ModuleType) -> None:
    (author,) = tomllib.loads(text("pyproject.toml"))["project"]["authors"]
    name = author["name"]
    assert f"Copyright (c) 2026 {name}" in text("LICENSE")
    assert debian.MAINTAINER.startswith(f"{name} <")
    assert f'"CompanyName": "{name}"' in text("packaging/coincidence-casebook.spec")
    assert f"AppPublisher={name}" in text("packaging/windows/coincidence-casebook.iss")
    component = ET.fromstring(text(f"packaging/linux/{debian.ID}.metainfo.xml"))
    assert component.findtext("developer/name") == name
