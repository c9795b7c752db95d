"""The main job on real data: two books from nothing to in step, judged from outside."""
