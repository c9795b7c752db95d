from . import (
    test_companies,
    test_connection,
    test_copy,
    test_lifetime,
    test_security,
    test_token,
    test_vault,
)
from . import test_pull, test_push
