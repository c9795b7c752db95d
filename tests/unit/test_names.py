"""What QuickBooks takes as a name, and when two names are one."""

import unicodedata

import pytest
from qbo.names import clean, comparable, undeleted, with_suffix

CLEANED = [
    ("Acme", "Acme"),
    ("  Acme  ", "Acme"),
    ("Acme:West", "Acme - West"),
    ("Acme : West", "Acme - West"),
    ("Acme\tWest\r\nNorth", "Acme West North"),
    ("a\x00b\x07c\x7f", "a b c"),
    ("O’Neil “Bob” ‚x‘ „y‟", 'O\'Neil "Bob" \'x\' "y"'),
    ("O'Neil \\ Co", "O'Neil \\ Co"),
    ("Café 😀 Rio", "Café Rio"),
    ("👩‍👧‍👦 Family", "Family"),
    ("😀", ""),
    ("", ""),
    (" \t ", ""),
    ("Acme\u200b\ufeffCo", "Acme Co"),
    ("\u202eevil", "evil"),
    ("株式会社アクメ", "株式会社アクメ"),
    ("شرکت می\u200cخواهم", "شرکت می\u200cخواهم"),
    ("ООО «Ромашка»", "ООО «Ромашка»"),
    ("หจก. ตัวอย่าง", "หจก. ตัวอย่าง"),
    ("𠮷野家", "野家"),
    ("Zoe\u0308", "Zoë"),
    ("line\u2028break", "line break"),
    ("a   b", "a b"),
    ("<b>&amp;%_", "<b>&amp;%_"),
    ("5′ 10″", "5' 10\""),
    ("\ud800x", "x"),
]


@pytest.mark.parametrize(("name", "expected"), CLEANED)
def test_a_name_is_made_fit(name, expected):
    assert clean(name, 500) == expected


@pytest.mark.parametrize(("name", "_expected"), CLEANED)
def test_cleaning_twice_changes_nothing(name, _expected):
    once = clean(name, 20)
    assert clean(once, 20) == once


@pytest.mark.parametrize(("name", "_expected"), CLEANED)
def test_nothing_forbidden_is_left(name, _expected):
    cleaned = clean(name, 500)
    assert not set(cleaned) & set(":\t\n\r")
    assert all(ord(letter) < 0x10000 for letter in cleaned)
    assert not any(unicodedata.category(letter) == "Cc" for letter in cleaned)
    assert cleaned == cleaned.strip()


def test_the_limit_counts_characters_not_bytes():
    assert clean("é" * 600, 500) == "é" * 500
    assert clean("株" * 100, 100) == "株" * 100


def test_a_cut_leaves_no_blank_and_no_half_letter():
    assert clean("abcd efgh", 5) == "abcd"
    assert clean("abx\u0323\u0307", 3) == "ab"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme", "ACME"),
        ("Acme", " acme "),
        ("O’Neil", "o'neil"),
        ("Acme", "Acme (deleted)"),
        ("A:B", "a - b"),
        ("Zoe\u0308", "ZOË"),
        ("a\tb", "A B"),
        ("Straße", "STRASSE"),
    ],
)
def test_names_that_cannot_both_exist(one, other):
    assert comparable(one) == comparable(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Acme", "Acme Ltd"), ("Zoe", "Zoë"), ("A B", "AB"), ("x" * 500 + "1", "x" * 500)],
)
def test_names_that_can(one, other):
    assert comparable(one) != comparable(other)


def test_an_inactive_row_has_its_old_name():
    assert undeleted("Acme (deleted)") == "Acme"
    assert undeleted("(deleted) Acme") == "(deleted) Acme"
    assert undeleted("Acme") == "Acme"


@pytest.mark.parametrize("limit", [9, 100, 500])
@pytest.mark.parametrize("suffix", [" (C)", " (2)", "\t(:)", "-é"])
@pytest.mark.parametrize("name", ["A", "x" * 1000, "é " * 400, "😀" * 50 + "abc"])
def test_a_suffix_always_fits(name, suffix, limit):
    made = with_suffix(name, suffix, limit)
    assert len(made) <= limit
    assert clean(made, limit) == made
    assert made.endswith(suffix[-1])
    assert made[0] == clean(name, limit)[0]


def test_a_short_name_is_whole_before_its_suffix():
    assert with_suffix("Acme", " (C)", 100) == "Acme (C)"


def test_a_suffix_needs_room():
    with pytest.raises(ValueError):
        with_suffix("Acme", " (customer)", 11)
