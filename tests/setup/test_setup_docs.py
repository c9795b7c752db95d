"""Description pages: made from the fragments, and missed when they are old."""

import pytest

from environment import Problem, node, places
from testing import docs, parts

pytestmark = pytest.mark.skipif(node.marked() is None, reason="needs npm")


@pytest.fixture
def addon(tmp_path, monkeypatch):
    """An add-on with two fragments, the only one of a repository of its own."""
    monkeypatch.setattr(places, "REPOSITORY", tmp_path)
    monkeypatch.setattr(parts, "ADDONS", ("sample",))
    folder = tmp_path / "sample"
    (folder / "static" / "description").mkdir(parents=True)
    (folder / "readme").mkdir()
    (folder / "readme" / "USAGE.md").write_text("Press *Go*.\n\n|A|B|\n|-|-|\n|1|2|\n")
    (folder / "readme" / "DESCRIPTION.md").write_text("It goes.\n")
    return folder


def test_a_page_tells_first_what_it_is_then_how_it_is_used(addon):
    [html] = docs.pages().values()
    assert html.index("It goes.") < html.index("<h2>Usage</h2>") < html.index("Press")
    assert "<em>Go</em>" in html
    assert '<table class="table table-sm">' in html


def test_an_old_page_is_named_until_it_is_made_anew(addon, capsys):
    assert docs.main(["--check"])
    assert "sample/static/description/index.html is old" in capsys.readouterr().out
    for path, html in docs.pages().items():
        path.write_text(html)
    assert not docs.main(["--check"])


def test_what_cannot_be_asked_is_refused():
    with pytest.raises(Problem):
        docs.main(["--what"])
