"""How does a file get onto the disk whole, or not at all?"""

import errno
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble


def write_whole(path: Path, content: bytes) -> None:
    """Write the file beside its place, flush it to disk and rename it there.

    What stood there before stays until the new file is whole.  A device or pipe is written to as it is.
    Raises Trouble where there is no room, no folder or no permission.
    """
    try:
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            path.write_bytes(content)
        else:
            _replace(path, content)
    except OSError as error:
        raise _trouble(path, error) from error


def _replace(path: Path, content: bytes) -> None:
    target = path.resolve()  # a link stays a link
    try:
        mode = stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        mode = 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:64]}.", suffix=".part", dir=target.parent)
    try:
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        os.replace(name, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _trouble(path: Path, error: OSError) -> Trouble:
    kept = tr("Nothing was written; what stood there before is unchanged.")
    elsewhere = tr("Choose another folder or name.")
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Trouble(
            tr("There is no room left for {}.").format(path), kept, tr("Free some space, or choose another folder.")
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Trouble(tr("{} may not be written.").format(path), kept, elsewhere)
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return Trouble(tr("There is no folder {}.").format(path.parent), kept, elsewhere)
    if error.errno == errno.EISDIR:
        return Trouble(tr("{} is a folder.").format(path), kept, elsewhere)
    return Trouble(tr("{} could not be written: {}.").format(path, error.strerror or error), kept, elsewhere)
