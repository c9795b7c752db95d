"""Lists that people write down: literals, and nothing that computes."""

import pytest
from qbo.literal import LONGEST, parse_list


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[]", []),
        (" [('a', '=', 1)]\n", [("a", "=", 1)]),
        ("['|', ['a', 'in', [True, None]]]", ["|", ["a", "in", [True, None]]]),
    ],
)
def test_literals_are_read(text, value):
    assert parse_list(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5",
        "'a'",
        "{}",
        "[(",
        "[a]",
        "[f()]",
        "[a.b]",
        "['a' * 5]",
        "'a' * 5 * 10**8",
        "[x for x in ()]",
        "[f'{1}']",
        "[" * 300 + "]" * 300,
        "(" * LONGEST,
        "-" * (LONGEST - 1) + "1",
        "[{[]: 1}]",
        "[\0]",
        " " * LONGEST + "[]",
    ],
)
def test_all_else_is_refused(text):
    with pytest.raises(ValueError):
        parse_list(text)
