"""Draw the pictures of the README anew, from the program itself.

python packaging/pictures.py
"""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "pictures"
PICTURES = {
    "window-light.png": ("--case", "14"),
    "window-dark.png": ("--case", "14", "--theme", "dark"),
    "home-light.png": ("--case", "home"),
}

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, options in PICTURES.items():
        command = [sys.executable, "-m", "desktop_app", "picture", *options, "--output", str(FOLDER / name)]
        subprocess.run(command, check=True, cwd=FOLDER.parent.parent)
