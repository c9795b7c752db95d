from . import test_class
