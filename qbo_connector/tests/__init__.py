from . import test_connection, test_push
