from . import pull_apply
