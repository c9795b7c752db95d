from . import mapper
