"""Run parsed statements on the store."""

import random
from typing import Any

from ..books import schema
from ..books.money import loads
from ..books.names import bare, key
from ..books.rows import Body
from ..books.work import Work
from ..entities import HANDLERS
from ..entities.base import Handler
from .fields import COLUMNS, INSIDE, names
from .parser import Condition, Literal, Statement, invalid, parse, parser_error
from .values import value_of

MAIL = ("o:EmailAddress",)
ATTACHED = "AttachableRef.EntityRef."
# Properties the name column is made of; their index speeds up equality.
INDEXED_NAMES = {
    "Customer": "DisplayName",
    "Vendor": "DisplayName",
    "Employee": "DisplayName",
    "Item": "Name",
    "Account": "FullyQualifiedName",
    "Term": "Name",
    "PaymentMethod": "Name",
}
# A known bug of the service: it adds rows to a page of tax codes
# (python-quickbooks' own tests).
SURPLUS = {"TaxCode": 3}
Part = tuple[str, list[Any]]


def run(work: Work, text: str) -> Body:
    """Return the value of ``QueryResponse``; raise 4000 or 4001."""
    statement = parse(text)
    handler = HANDLERS.get(statement.entity.lower())
    if handler is None:
        raise invalid(f"invalid context declaration: {statement.entity}")
    return Search(work, handler, statement).answer()


class Search:
    """Turn one statement into SQL and its rows into an answer."""

    def __init__(self, work: Work, handler: Handler, statement: Statement):
        self.work = work
        self.handler = handler
        self.statement = statement
        self.known = names(handler)

    def answer(self) -> Body:
        """Return counters and rows, or an empty object when nothing is found."""
        self._check_columns()
        where, values = self._where()
        books = self.work.books
        if self.statement.count:
            number = books.count(self.handler.entity, where, values)
            return {"totalCount": number}
        rows = self._rows(where, values)
        if not rows:
            return {}
        return {
            self.handler.entity: rows,
            "startPosition": self.statement.start,
            "maxResults": len(rows),
        }

    def _check_columns(self) -> None:
        known = {name.lower() for name in schema.properties(self.handler.entity)}
        for name in self.statement.columns:
            if name != "*" and name.split(".")[0].lower() not in known:
                raise self._unknown(name)

    def _unknown(self, name: str) -> Exception:
        entity = self.handler.entity
        return invalid(f"Property {name} not found for Entity {entity}")

    def _name(self, name: str) -> str:
        """Return the proper name of a property; raise 4001 if not queryable."""
        found = self.known.get(name.lower())
        if found:
            return found
        known = {one.lower() for one in schema.properties(self.handler.entity)}
        if name.split(".")[0].lower() in known:
            raise invalid(f"property '{name}' is not queryable")
        raise self._unknown(name)

    def _where(self) -> Part:
        parts = [self._condition(one) for one in self.statement.conditions]
        asked = {one.name.lower() for one in self.statement.conditions}
        if self.handler.has_active and "active" not in asked:
            parts.append(("active = 1", []))
        sql = "".join(f" AND {part}" for part, _ in parts)
        return sql, [value for _, values in parts for value in values]

    def _condition(self, condition: Condition) -> Part:
        name, operator = self._name(condition.name), condition.operator
        exact = name == "Id" or name.startswith(ATTACHED)
        if exact and operator not in ("=", "IN"):
            raise invalid(f"operator {operator} is not supported for {name}")
        if name.startswith(ATTACHED):
            return self._attached(name, condition)
        code = self._code(name)
        if operator == "LIKE":
            return self._like(name, code, condition.values[0])
        values = [value_of(self.work, name, code, one) for one in condition.values]
        column = self._compared(name, code)
        if operator == "IN":
            marks = ", ".join("?" * len(values))
            return f"{column} IN ({marks})", values
        part = (f"{column} {operator} ?", values)
        if operator == "=" and INDEXED_NAMES.get(self.handler.entity) == name:
            return self._by_name(part, condition.values[0])
        return part

    def _like(self, name: str, code: str, value: Literal) -> Part:
        """Match a pattern; only texts can be matched."""
        if value.kind != "text":
            raise parser_error(value)
        if code[:1] != "s" and code not in INSIDE and not code.startswith("e:"):
            raise invalid(f"operator LIKE is not supported for property {name}")
        return f"{self._column(name)} LIKE ? ESCAPE '\\'", [pattern(value)]

    def _by_name(self, part: Part, name: str) -> Part:
        sql, values = part
        keys = [key(name), key(bare(name))]
        return f"name IN (?, ?) AND {sql}", [*keys, *values]

    def _attached(self, name: str, condition: Condition) -> Part:
        inside = name.removeprefix(ATTACHED).lower()
        marks = ", ".join("?" * len(condition.values))
        sql = (
            "EXISTS (SELECT 1 FROM json_each(body, '$.AttachableRef') WHERE "
            f"lower(json_extract(value, '$.EntityRef.{inside}')) IN ({marks}))"
        )
        return sql, [value.lower() for value in condition.values]

    def _code(self, name: str) -> str:
        """Return the type of a property; times are known by their name."""
        return schema.properties(self.handler.entity).get(name, "")

    def _column(self, name: str) -> str:
        if name == "Id":
            return "id"
        if name in COLUMNS:
            return COLUMNS[name]
        path = ".".join(filter(None, (name, INSIDE.get(self._code(name)))))
        return f"json_extract(body, '$.{path}')"

    def _compared(self, name: str, code: str) -> str:
        """Return what values are compared with: texts without case (recorded)."""
        column = self._column(name)
        if code == "b":
            return f"coalesce({column}, 0)"
        if name == "DocNumber":
            return f"{column} COLLATE NOCASE"
        loose = not code and name not in COLUMNS
        texts = loose or code[:1] == "s" or code.startswith("e:") or code in MAIL
        return f"fold({column})" if texts and name != "Id" else column

    def _rows(self, where: str, values: list[Any]) -> list[Body]:
        """Find the page first and fetch its bodies then: sorting them is dear."""
        statement = self.statement
        limit = statement.limit + SURPLUS.get(self.handler.entity, 0)
        page = f"LIMIT {limit} OFFSET {statement.start - 1}"
        found = self.work.books.store.rows(
            "SELECT body FROM (SELECT rowid AS place FROM objects "
            f"WHERE realm = ? AND entity = ? {where} {self._order()} {page}) "
            "CROSS JOIN objects ON objects.rowid = place",
            (self.work.books.realm, self.handler.entity, *values),
        )
        return [self._shown(loads(row["body"])) for row in found]

    def _order(self) -> str:
        if self.statement.order:
            parts = [self._sorting(*one) for one in self.statement.order]
            return "ORDER BY " + ", ".join(parts)
        if self.work.company.emulator.settings["random_order"]:
            factor = random.randrange(1, 10**6, 2)
            return f"ORDER BY (num * {factor}) % 1000003"
        # Recorded: lists come by name, transactions with the newest first.
        if self.handler.is_transaction:
            return f"ORDER BY {self._number()} DESC"
        return "ORDER BY name"

    def _number(self) -> str:
        """Return the column of Ids; with conditions, their indexes come first."""
        return "+num" if self.statement.conditions else "num"

    def _sorting(self, name: str, descending: bool) -> str:
        proper = self._name(name)
        if proper.startswith(ATTACHED):
            raise invalid(f"property '{name}' is not sortable")
        column = self._number() if proper == "Id" else self._column(proper)
        return f"{column} {'DESC' if descending else 'ASC'}"

    def _shown(self, body: Body) -> Body:
        named = {name.lower() for name in self.statement.columns}
        if self.handler.entity == "Item" and "sku" not in named:
            body.pop("Sku", None)
        return self.handler.present(self.work, body)


def pattern(value: str) -> str:
    """Return a LIKE pattern in which only ``%`` is special."""
    return str(value).replace("\\", "\\\\").replace("_", "\\_")
