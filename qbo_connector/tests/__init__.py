from . import (
    test_connection,
    test_copy,
    test_lifetime,
    test_token,
    test_vault,
)
from . import test_push
