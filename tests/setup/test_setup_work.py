"""Locks and working folders, on which recovery stands."""

import pytest

from environment import work


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def test_what_somebody_uses_is_known_to_be_in_use():
    with work.sharing("template"), work.sharing("template"):
        assert work.is_shared("template")
    assert not work.is_shared("template")


def test_what_fails_half_way_does_not_appear(tmp_path):
    folder = tmp_path / "thing"
    with pytest.raises(ZeroDivisionError), work.appearing(folder) as draft:
        (draft / "half").touch()
        1 / 0  # noqa: B018 - the failure
    assert list(tmp_path.iterdir()) == []


def test_what_succeeds_takes_the_place_of_the_old(tmp_path):
    folder = tmp_path / "thing"
    folder.mkdir()
    (folder / "old").touch()
    with work.appearing(folder) as draft:
        (draft / "new").touch()
    assert [path.name for path in folder.iterdir()] == ["new"]
