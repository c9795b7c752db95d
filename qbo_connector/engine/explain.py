"""Why is it not in QuickBooks? And what would be sent?"""

from odoo import api, models
from odoo.fields import Domain

from ..mappers.watch import MappingProblem
from ..qbo import merge
from ..records import within


class QboExplain(models.AbstractModel):
    """Explain how one record stands, from what is known here: no call is made."""

    _name = "qbo.explain"
    _description = "QuickBooks explanation"

    @api.model
    def _sentences(self, connection, mapper, record):
        """Sentences about a record in one connection, the decisive one first."""
        link = (
            self.env["qbo.link"]
            ._by_record(connection, mapper, record.ids)
            .get((record.id, ""))
        )
        rule = self.env["qbo.rule"]._of(connection, mapper._entity)
        return (
            self._about_problem(connection, mapper, record)
            or self._about_link(link)
            or self._about_connection(connection, rule)
            or self._about_scope(connection, rule, mapper, record)
            or self._about_queue(connection, mapper, record)
            or [
                self.env._(
                    "It was not changed since the connection exists. Send it now."
                )
            ]
        )

    def _about_problem(self, connection, mapper, record):
        problems = self.env["qbo.exception"].search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", mapper._entity),
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
                ("closed_at", "=", False),
            ]
        )
        return [
            sentence
            for problem in problems
            for sentence in (problem.title, problem.message, problem.advice)
            if sentence
        ]

    def _about_link(self, link):
        if not link:
            return []
        if link.state == "undone":
            return [self.env._("It was taken back from QuickBooks by a person.")]
        if link.state == "ignored":
            return [self.env._("It was taken out of the exchange with QuickBooks.")]
        if link.qbo_id and link.state == "linked":
            return [
                self.env._(
                    "It is in QuickBooks as %(name)s, last in step on %(moment)s.",
                    name=link.qbo_name or link.qbo_id,
                    moment=link.synced_at,
                )
            ]
        return [link.problem] if link.problem else []

    def _about_connection(self, connection, rule):
        reason = connection._hold_reason()
        if reason:
            return [reason]
        if rule.paused:
            return [self.env._("This type of record is paused.")]
        if not rule.push:
            return [self.env._("This type of record is not sent to QuickBooks.")]
        return []

    def _about_scope(self, connection, rule, mapper, record):
        if not within(record, rule._scope(connection, mapper)):
            return [
                self.env._(
                    "It is not among the records that are kept in step: see the rule "
                    "of this type and the company of the record."
                )
            ]
        if rule.create_there == "never":
            return [self.env._("New records of this type are sent by hand only.")]
        if not within(record, mapper._creation_domain(connection)):
            return [
                self.env._("It is sent as soon as a document needs it, or by hand.")
            ]
        if rule.create_there == "needed":
            return [self.env._("It is sent as soon as a document needs it.")]
        return []

    def _about_queue(self, connection, mapper, record):
        domain = Domain("connection_id", "=", connection.id)
        domain &= Domain("res_model", "=", record._name)
        domain &= Domain("res_id", "=", record.id)
        if self.env["qbo.change"].search_count(domain, limit=1):
            return [self.env._("It waits for the next run.")]
        if (mapper._entity, record.id) in self.env["qbo.intent"]._busy(connection):
            return [
                self.env._(
                    "It was sent, but the answer was lost. In a few minutes it will be "
                    "known whether it arrived."
                )
            ]
        return []

    @api.model
    def _preview(self, connection, mapper, record, part=""):
        """What would be sent: list of (field in words, value in words)."""
        advice = self.env["qbo.problem.text"]
        try:
            payload = mapper._payload(record, connection, part)
        except MappingProblem as problem:
            return [(self.env._("Problem"), problem.message)]
        return [
            (advice._label(mapper, path), advice._readable(value))
            for path, value in merge.paths(payload).items()
        ]
