from . import mapper, tag

# isort: split
from . import pieces, shared
