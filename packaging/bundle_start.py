"""Start the program from a bundle."""

import os
import sys

# The bundle's start-up points the loader at the bundle's own libraries.  It has read this by now; a browser that the
# program opens must not, since it would load our libraries in place of the system's.
for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
    if (before := os.environ.pop(f"{name}_ORIG", None)) is not None:
        os.environ[name] = before
    else:
        os.environ.pop(name, None)

from desktop_app.commands import main  # noqa: E402

sys.exit(main())
