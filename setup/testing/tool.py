"""Tools from npm as commands: setup/run python -m testing.tool NAME [ARGUMENT ...]"""

import os
import sys

from environment import Problem, node, sentences

TOOLS = {"prettier": node.prettier, "pyright": node.pyright}


def main(arguments):
    """Replace this process by the tool."""
    if not arguments or arguments[0] not in TOOLS:
        raise Problem(f"Which tool? There are {' and '.join(TOOLS)}.")
    name, *rest = arguments
    command = TOOLS[name]()
    if command is None:
        raise Problem(f"npm is not here: {name} cannot be had.")
    os.execvp(command[0], [*map(str, command), *rest])


if __name__ == "__main__":
    with sentences():
        main(sys.argv[1:])
