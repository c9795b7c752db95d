"""What is sealed opens with its key only, and keys can be replaced."""

import pytest
from qbo.secrets import WrongKey, key_id, new_key, seal, unseal


def test_what_is_sealed_can_be_opened_and_not_read():
    key = new_key()
    sealed = seal("geheim é", [key])
    assert "geheim" not in sealed
    assert unseal(sealed, [key]) == "geheim é"


def test_sealing_twice_gives_two_texts():
    key = new_key()
    assert seal("x", [key]) != seal("x", [key])


def test_another_key_opens_nothing():
    sealed = seal("x", [new_key()])
    with pytest.raises(WrongKey):
        unseal(sealed, [new_key()])


def test_after_a_rotation_old_secrets_open_and_new_ones_use_the_new_key():
    old, new = new_key(), new_key()
    assert unseal(seal("x", [old]), [new, old]) == "x"
    assert unseal(seal("x", [new, old]), [new]) == "x"


def test_a_changed_secret_does_not_open():
    key = new_key()
    sealed = seal("x", [key])
    changed = sealed[:20] + ("A" if sealed[20] != "A" else "B") + sealed[21:]
    with pytest.raises(WrongKey):
        unseal(changed, [key])


@pytest.mark.parametrize("keys", [[], ["short"], ["é" * 44]])
def test_what_is_no_key(keys):
    with pytest.raises(WrongKey):
        seal("x", keys)


def test_a_key_has_a_name_that_does_not_reveal_it():
    key = new_key()
    assert key_id(key) == key_id(f" {key}\n")
    assert key_id(key) != key_id(new_key())
    assert len(key_id(key)) == 12
    assert key_id(key) not in key
