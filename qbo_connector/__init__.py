from . import controllers, mappers, models
