from . import controllers, mappers, models
from .discretion import be_discreet

be_discreet()
