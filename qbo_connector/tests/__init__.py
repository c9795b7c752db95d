from . import (
    test_companies,
    test_connection,
    test_copy,
    test_lifetime,
    test_oauth_flow,
    test_security,
    test_token,
    test_vault,
    test_webhook_http,
)
from . import test_pull, test_push
