import pytest

from desktop_app.commands import main


@pytest.mark.parametrize("size", ["99999x99999", "0x0", "1400", "x", "-1400x900", "1400x900x2"])
def test_a_size_that_is_none_is_refused_and_the_file_stays(tmp_path, capsys, size):
    there = tmp_path / "there.png"
    there.write_bytes(b"as it was")
    with pytest.raises(SystemExit) as end:
        main(["picture", "--case", "14", "--output", str(there), f"--size={size}"])
    assert end.value.code == 2
    assert size in capsys.readouterr().err
    assert there.read_bytes() == b"as it was"


def test_home_is_drawn_without_pages(tmp_path, capsys):
    assert main(["picture", "--case", "home", "--page", "table", "--output", str(tmp_path / "x.png")]) == 1
    assert "Home has no pages" in capsys.readouterr().err
    assert not any(tmp_path.iterdir())
