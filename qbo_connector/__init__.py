from . import controllers, mappers, models, wizards
from .discretion import be_discreet

be_discreet()
