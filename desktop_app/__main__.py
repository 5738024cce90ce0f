"""python -m desktop_app"""

import sys

from desktop_app.commands import main

sys.exit(main())
