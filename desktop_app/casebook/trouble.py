"""What went wrong, what was kept, and what can the reader do about it?"""


class Trouble(Exception):
    """An error that the reader can act on; everything else is a bug and keeps its traceback."""

    def __init__(self, what: str, kept: str = "", do: str = "") -> None:
        super().__init__(" ".join(part for part in (what, kept, do) if part))
        self.what, self.kept, self.do = what, kept, do
