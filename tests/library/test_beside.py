"""Long work changes the library on another thread while this one goes on reading."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from desktop_app.casebook.case import Target
from desktop_app.casebook.terms import Kind
from desktop_app.library.library import Library, Touched


def test_a_change_beside_is_read_here_and_told_when_this_thread_is_ready(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.casebook") as library, ThreadPoolExecutor(1) as pool:
        slug = library.heads()[0].slug
        heard: list[Touched] = []
        library.listen(heard.append)
        there: list[Touched] = []

        def work() -> None:
            with library.beside() as other:
                other.listen(there.append)
                with other.change("Write many notes") as change:
                    for number in range(2000):  # more than SQLite's cache holds
                        change.add_note(Target(slug, Kind.CASE, slug), f"Note {number}: " + "long " * 500)
                    assert pool2.submit(read).result() == ((), None), "readers are not kept out before the end"

        def read() -> tuple[object, object]:
            with Library.open(library.path, read_only=True) as reader:
                return reader.annotations(), reader.undo_name

        with ThreadPoolExecutor(1) as pool2:
            pool.submit(work).result()
        assert heard == [], "nobody here was told from another thread"
        assert there == [{("annotations", slug)}]
        library.tell(there[0])
        assert heard == there
        assert library.saved_at
        assert len(library.annotations()) == 2000
        assert library.undo_name == "Write many notes"
        library.undo()
        assert library.annotations() == ()
