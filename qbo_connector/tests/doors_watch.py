"""What a call changes in the database: every row of every table, before and after."""

from odoo.tools import SQL

WRITTEN = """
    SELECT relname, n_tup_ins + n_tup_upd + n_tup_del
      FROM pg_stat_xact_user_tables WHERE schemaname = 'public'
"""


class Watch:
    """Tells which rows differ from the beginning; all calls are undone between.

    PostgreSQL counts what this transaction wrote to each table: only those whose count
    moved are read again. ``digest`` reads all of them.
    """

    def __init__(self, cr):
        self.cr, self.counts, self.before = cr, {}, {}
        self.place = None
        self.moved()

    def begin(self):
        """A call begins: note where the write-ahead log stands."""
        self.cr.execute("SELECT pg_current_wal_insert_lsn()")
        [self.place] = self.cr.fetchone()

    def moved(self):
        """Tables that were written to since this was last asked."""
        before = self.place
        self.begin()
        if self.place == before:  # whatever is written is written there
            return set()
        self.cr.execute(WRITTEN)
        counts = dict(self.cr.fetchall())
        moved = {
            name for name, count in counts.items() if count != self.counts.get(name, 0)
        }
        self.counts = counts
        return moved

    def rows(self, table):
        """Every row of a table as text, by id: {id: text}; those without id as one."""
        name = SQL.identifier(table)
        self.cr.execute(SQL("SELECT to_jsonb(t) FROM %s t", name))
        rows = {}
        for number, (row,) in enumerate(self.cr.fetchall()):
            rows[row.get("id", f"row {number}")] = row
        return rows

    def digest(self):
        """One hash per table: {table: hash}."""
        self.cr.execute(
            "SELECT relname FROM pg_stat_user_tables WHERE schemaname = 'public'"
        )
        digests = {}
        for (table,) in self.cr.fetchall():
            name = SQL.identifier(table)
            self.cr.execute(
                SQL(
                    "SELECT md5(string_agg(line, '' ORDER BY line)) "
                    "FROM (SELECT t::text AS line FROM %s t) lines",
                    name,
                )
            )
            [digests[table]] = self.cr.fetchone()
        return digests

    def differences(self, after):
        """Rows that differ: (table, before, after); None stands for no row."""
        for table, rows in after.items():
            if table not in self.before:
                self.before[table] = self.rows(table)
            known = self.before[table]
            for key in known.keys() | rows.keys():
                if known.get(key) != rows.get(key):
                    yield table, known.get(key), rows.get(key)
