"""A refusal is definite only with a fault that has a code."""

import pytest
from qbo import errors

BODIES = [b"", b"<html>Bad</html>", b"junk", b"{}", b'{"Fault": {"Error": []}}']


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 422, 429, 500, 503])
@pytest.mark.parametrize("content", BODIES)
def test_without_a_code_nobody_knows_whether_a_write_happened(
    world, qbo, status, content
):
    world.spoil("/customer", content, status)
    with pytest.raises(errors.QboError) as caught:
        qbo.save("Customer", {"DisplayName": "Acme"}, "r-1")
    assert caught.value.outcome_unknown
    assert qbo.count("Customer") == 1, "it had happened"


@pytest.mark.parametrize("content", [b'{"Fault": {}}', b'{"Fault": null}'])
def test_an_empty_fault_in_a_success_is_no_refusal(world, qbo, content):
    world.spoil("/customer", content)
    with pytest.raises(errors.QboError) as caught:
        qbo.save("Customer", {"DisplayName": "Acme"}, "r-1")
    assert caught.value.outcome_unknown


@pytest.mark.parametrize("status", [200, 400, 403, 429, 500])
def test_a_fault_with_a_code_is_definite(world, qbo, status):
    content = b'{"Fault": {"Error": [{"Message": "No", "code": "6000"}]}}'
    world.spoil("/customer", content, status)
    with pytest.raises(errors.QboBusinessRule) as caught:
        qbo.save("Customer", {"DisplayName": "Acme"}, "r-1")
    assert not caught.value.outcome_unknown
