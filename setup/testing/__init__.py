"""What setup/test does: the parts, how each is run, and how they are added up."""
