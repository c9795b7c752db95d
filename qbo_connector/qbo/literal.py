"""Read lists that people write down as Python literals, and nothing but literals."""

import ast

LONGEST = 4000  # characters: what is typed by hand is far shorter


def parse_list(text):
    """Return the list that ``text`` spells; raises ValueError for all else.

    Nothing is computed: names, calls and arithmetic are refused, and so is a text
    long enough to exhaust the parser.
    """
    if len(text) > LONGEST:
        raise ValueError(f"longer than {LONGEST} characters")
    try:
        value = ast.literal_eval(text.strip())
    except (SyntaxError, TypeError, RecursionError, MemoryError) as error:
        raise ValueError("not a list of conditions") from error
    if not isinstance(value, list):
        raise ValueError("not a list of conditions")
    return value
