"""Can the window write names in their own scripts where the system has no fonts for them?"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from desktop_app.casebook.resources import RESOURCES

WRITES = """
from PySide6.QtGui import QTextLayout
from desktop_app.views import theme
from desktop_app.views.application import application

program = application()
for text in ("李娜", "宋子文", "北京", "ひらがな", "한글", "تهران", "Երևան"):
    for font in (theme.interface(), theme.reading()):
        layout = QTextLayout(text, font)
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        runs = layout.glyphRuns()
        print(text, *sorted({run.rawFont().familyName() for run in runs}), sep="|")
        assert all(index for run in runs for index in run.glyphIndexes()), text
"""


def test_names_are_written_in_their_scripts_on_a_system_with_latin_alone(tmp_path: Path) -> None:
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    shutil.copy(RESOURCES / "fonts" / "Inter-Regular.ttf", fonts)
    config = tmp_path / "fonts.conf"
    config.write_text(
        f"<fontconfig><dir>{fonts}</dir><cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>", encoding="utf-8"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "FONTCONFIG_FILE": str(config), "PYTHONUTF8": "1"}
    asked = subprocess.run(
        [sys.executable, "-c", WRITES], env=environment, capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert asked.returncode == 0, asked.stderr
    said = set(asked.stdout.splitlines())
    assert {"李娜|Noto Serif CJK JP", "تهران|Noto Naskh Arabic", "Երևան|Noto Serif Armenian"} <= said, asked.stdout
