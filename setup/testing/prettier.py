"""Prettier as a command: setup/run python -m testing.prettier --write FILE ..."""

import os
import sys

from environment import Problem, node, sentences


def main(arguments):
    """Replace this process by prettier."""
    command = node.prettier()
    if command is None:
        raise Problem("npm is not here: prettier cannot be had.")
    os.execvp(command[0], [*map(str, command), *arguments])


if __name__ == "__main__":
    with sentences():
        main(sys.argv[1:])
