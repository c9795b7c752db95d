from . import mapper, tag
