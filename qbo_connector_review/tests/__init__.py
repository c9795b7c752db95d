from . import test_planning, test_sending
