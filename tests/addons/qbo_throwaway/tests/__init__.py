from . import test_class, test_pieces, test_shared
