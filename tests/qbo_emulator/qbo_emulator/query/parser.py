"""Parse QuickBooks' query language (a small part of SQL).

``SELECT * | count(*) | names FROM Entity [WHERE c AND c ...] [ORDERBY field
[ASC|DESC], ...] [STARTPOSITION n] [MAXRESULTS n]``. Only AND; values in single
quotes with a backslash before an apostrophe. Switches must not be quoted, numbers
may be, CURRENT_DATE is today.
"""

import re
from dataclasses import dataclass, field

from ..faults import Refusal

TOKEN = re.compile(
    r"""\s*(?:
    (?P<text>'(?:[^'\\\u2018\u2019\u201c\u201d]|\\.)*')
    |(?P<number>-?\d+(?:\.\d+)?(?![\w.]))
    |(?P<word>[A-Za-z_][\w.]*)
    |(?P<operator><=|>=|!=|<>|[=<>])
    |(?P<sign>[(),*])
    )""",
    re.VERBOSE,
)
PAGE = 100
LARGEST_PAGE = 1000
KEYWORDS = {"WHERE", "ORDERBY", "ORDER", "STARTPOSITION", "MAXRESULTS", "AND"}
TODAY = "CURRENT_DATE"


class Literal(str):
    """Hold a value of a statement; ``kind`` is text, number, truth or today."""

    kind: str

    def __new__(cls, value: str, kind: str) -> "Literal":
        made = super().__new__(cls, value)
        made.kind = kind
        return made


@dataclass
class Condition:
    """Compare a property: ``values`` has one value, or those of IN."""

    name: str
    operator: str
    values: list[Literal]


@dataclass
class Statement:
    """Hold a parsed statement."""

    entity: str = ""
    count: bool = False
    columns: list[str] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    order: list[tuple[str, bool]] = field(default_factory=list)
    start: int = 1
    limit: int = PAGE


def parse(text: str) -> Statement:
    """Return the statement; raise 4000 when it cannot be parsed, 4001 for a page."""
    return Parser(text).statement()


class Parser:
    """Read a statement token by token."""

    def __init__(self, text: str):
        self.tokens = tokens(text)
        self.at = 0

    def statement(self) -> Statement:
        """Read the whole statement."""
        parsed = Statement()
        self.expect("SELECT")
        self.projection(parsed)
        self.expect("FROM")
        parsed.entity = self.word()
        if self.accept("WHERE"):
            parsed.conditions = self.conditions()
        self.ordering(parsed)
        self.paging(parsed)
        if self.at < len(self.tokens):
            raise self.error()
        return parsed

    def projection(self, parsed: Statement) -> None:
        """Read what is selected."""
        if self.accept("COUNT"):
            for sign in "(*)":
                self.expect(sign)
            parsed.count = True
            return
        parsed.columns.append(self.column())
        while self.accept(","):
            parsed.columns.append(self.column())

    def column(self) -> str:
        """Read ``*`` or a property."""
        return "*" if self.accept("*") else self.word()

    def conditions(self) -> list[Condition]:
        """Read the conditions, joined by AND."""
        found = [self.condition()]
        while self.accept("AND"):
            found.append(self.condition())
        return found

    def condition(self) -> Condition:
        """Read one condition."""
        name = self.word()
        if self.accept("IN"):
            return Condition(name, "IN", self.values())
        if self.accept("LIKE"):
            return Condition(name, "LIKE", [self.value()])
        kind, operator = self.peek()
        if kind != "operator" or operator == "<>":
            raise self.error()
        self.at += 1
        return Condition(name, operator, [self.value()])

    def values(self) -> list[Literal]:
        """Read a list of values in brackets."""
        self.expect("(")
        found = [self.value()]
        while self.accept(","):
            found.append(self.value())
        self.expect(")")
        return found

    def value(self) -> Literal:
        """Read a text, a number, true or false, or CURRENT_DATE."""
        kind, value = self.peek()
        if kind == "text":
            self.at += 1
            return Literal(re.sub(r"\\(.)", r"\1", value[1:-1]), "text")
        word = value.upper() if kind == "word" else ""
        if kind != "number" and word not in ("TRUE", "FALSE", TODAY):
            raise self.error()
        self.at += 1
        if word:
            return Literal(value, "today" if word == TODAY else "truth")
        return Literal(value, "number")

    def ordering(self, parsed: Statement) -> None:
        """Read ORDERBY (or ORDER BY)."""
        if self.accept("ORDER"):
            self.expect("BY")
        elif not self.accept("ORDERBY"):
            return
        parsed.order.append(self.sorting())
        while self.accept(","):
            parsed.order.append(self.sorting())

    def sorting(self) -> tuple[str, bool]:
        """Read a property and its direction; true is descending."""
        name = self.word()
        if self.accept("DESC"):
            return name, True
        self.accept("ASC")
        return name, False

    def paging(self, parsed: Statement) -> None:
        """Read STARTPOSITION and MAXRESULTS, in either order."""
        seen: set[str] = set()
        while self.at < len(self.tokens):
            word = self.peek()[1].upper()
            if word not in ("STARTPOSITION", "MAXRESULTS") or word in seen:
                raise self.error()
            seen.add(word)
            self.at += 1
            number = self.number()
            if word == "STARTPOSITION":
                parsed.start = in_range(number, 10**9)
            else:
                parsed.limit = in_range(number, LARGEST_PAGE)

    def number(self) -> int:
        """Read a whole number."""
        kind, value = self.peek()
        if kind != "number" or "." in value or len(value) > 12:
            raise self.error()
        self.at += 1
        return int(value)

    def word(self) -> str:
        """Read a name that is no keyword."""
        kind, value = self.peek()
        if kind != "word" or value.upper() in KEYWORDS:
            raise self.error()
        self.at += 1
        return value

    def accept(self, wanted: str) -> bool:
        """Step over a keyword or sign if it comes next."""
        kind, value = self.peek()
        if kind in ("word", "sign") and value.upper() == wanted:
            self.at += 1
            return True
        return False

    def expect(self, wanted: str) -> None:
        """Step over a keyword or sign; raise 4000 when another thing comes."""
        if not self.accept(wanted):
            raise self.error()

    def peek(self) -> tuple[str, str]:
        """Return the kind and the text of the next token."""
        if self.at < len(self.tokens):
            return self.tokens[self.at]
        return ("end", "<EOF>")

    def error(self) -> Refusal:
        """Refuse what was found (4000)."""
        return parser_error(self.peek()[1])


def tokens(text: str) -> list[tuple[str, str]]:
    """Cut a statement into (kind, text); raise 4000 for what is no token."""
    found = []
    at = 0
    text = text.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            raise parser_error(text[at:].strip()[:1], "Lexical error")
        at = match.end()
        kind = str(match.lastgroup)
        found.append((kind, match.group(kind)))
    return found


def parser_error(found: str, what: str = "Encountered") -> Refusal:
    """Refuse a statement that cannot be parsed (4000)."""
    detail = f'QueryParserError: {what} " <{found}> "" at line 1'
    return Refusal("4000", detail)


def invalid(text: str) -> Refusal:
    """Refuse a statement that makes no sense (4001)."""
    return Refusal("4001", f"QueryValidationError: {text}")


def in_range(number: int, largest: int) -> int:
    """Return a page figure; raise 4001 outside 1 to ``largest``."""
    if number < 1:
        raise invalid(f"value {number} is too small. Min allowed value is 1")
    if number > largest:
        raise invalid(f"value {number} is too large. Max allowed value is {largest}")
    return number
