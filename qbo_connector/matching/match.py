from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from ..buttons import check_user

_lt = LazyTranslate(__name__)

SIGNS = {
    "email": (_lt("same e-mail"), _lt("other e-mail")),
    "name": (_lt("similar name"), _lt("other name")),
    "company": (_lt("same company"), _lt("other company")),
    "tax_id": (_lt("same tax ID"), _lt("other tax ID")),
    "code": (_lt("same SKU"), _lt("other SKU")),
    "phone": (_lt("same phone"), _lt("other phone")),
    "street": (_lt("same street"), _lt("other street")),
    "postal_code": (_lt("same postal code"), _lt("other postal code")),
}


class QboMatch(models.Model):
    """A customer or vendor of one side that may be one of the other: a person decides.

    Either an object of QuickBooks that is not taken over meanwhile, or a partner that
    is not sent meanwhile.
    """

    _name = "qbo.match"
    _description = "Possible match"
    _inherit = ["qbo.about.mixin", "qbo.guarded.mixin"]
    _order = "score desc, id"

    connection_id = fields.Many2one(
        "qbo.connection", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    entity = fields.Char(string="Type", required=True)
    side = fields.Selection(
        [("there", "Only in QuickBooks"), ("here", "Only in Odoo")], required=True
    )
    res_model = fields.Char(string="Model")
    res_id = fields.Many2oneReference(string="Record ID", model_field="res_model")
    qbo_id = fields.Char(string="QuickBooks ID")
    name = fields.Char()
    email = fields.Char(string="E-mail")
    phone = fields.Char()
    address = fields.Char()
    decision = fields.Selection(
        [
            ("linked", "Linked"),
            ("created", "Created"),
            ("ignored", "Left alone"),
            ("gone", "No longer in doubt"),
        ],
        index=True,
    )
    candidate_ids = fields.One2many("qbo.match.candidate", "match_id")
    best_id = fields.Many2one(
        "qbo.match.candidate", string="Best Match", compute="_compute_best"
    )
    best_name = fields.Char(compute="_compute_best", string="Looks Like")
    best_detail = fields.Char(compute="_compute_best", string="Of the Other Side")
    reasons = fields.Char(compute="_compute_best", string="Why")
    score = fields.Float(digits=(5, 0), help="100 is as sure as can be.")

    _one_there = models.UniqueIndex(
        "(connection_id, entity, qbo_id) WHERE side = 'there'", "It is listed already."
    )
    _one_here = models.UniqueIndex(
        "(connection_id, entity, res_model, res_id) WHERE side = 'here'",
        "It is listed already.",
    )

    def _compute_best(self):
        for doubt in self:
            best = doubt.candidate_ids[:1]
            doubt.best_id = best
            doubt.best_name, doubt.reasons = best.name, best.reasons
            facts = (best.email, best.phone, best.address)
            doubt.best_detail = ", ".join(filter(None, facts))

    # -- raising --------------------------------------------------------------

    @api.model
    def _raise_there(self, connection, mapper, objects, met):
        """Lay objects of QuickBooks before a person; ``met``: {QBO id: matches}."""
        partners = self.env[mapper._odoo_model]
        for payload in objects:
            matches = met[payload["Id"]]
            self._lay(
                connection,
                {
                    "entity": mapper._entity,
                    "side": "there",
                    "qbo_id": payload["Id"],
                    **self._facts(mapper._party("", payload)),
                },
                [
                    {
                        "res_id": one.key,
                        **self._facts(mapper._party_here(partners.browse(one.key))),
                        **self._judged(one),
                    }
                    for one in matches
                ],
            )

    @api.model
    def _raise_here(self, connection, mapper, links, found, objects):
        """Lay partners before a person: {link: matches}; those to hold back.

        A partner that an object in doubt may be waits for that decision too.
        """
        awaited = self._awaited(connection, mapper, links.mapped("res_id"))
        decided = self._decided(connection, mapper, links.mapped("res_id"))
        held = self.env["qbo.link"]
        for link in links:
            if link.part or link.res_id in decided:
                continue
            if link.res_id in awaited:
                held |= link
                self._hold(link, awaited[link.res_id])
            elif found.get(link):
                held |= link
                self._raise_partner(connection, mapper, link, found[link], objects)
        return held

    def _raise_partner(self, connection, mapper, link, matches, objects):
        partner = self.env[mapper._odoo_model].browse(link.res_id)
        candidates = [
            {
                "qbo_id": one.key,
                **self._facts(mapper._party("", objects[one.key])),
                **self._judged(one),
            }
            for one in matches
        ]
        vals = {
            "entity": mapper._entity,
            "side": "here",
            "res_model": mapper._odoo_model,
            "res_id": partner.id,
            **self._facts(mapper._party_here(partner)),
        }
        self._lay(connection, vals, candidates)
        self._hold(link, candidates[0]["name"])

    def _hold(self, link, name):
        problem = self.env._("It may be %(name)s of QuickBooks: decide.", name=name)
        link.write({"state": "error", "problem": problem})

    def _lay(self, connection, vals, candidates):
        """Open a doubt, or bring an open one up to date."""
        key = ("qbo_id",) if vals["side"] == "there" else ("res_model", "res_id")
        domain = [(name, "=", vals[name]) for name in ("entity", "side", *key)]
        doubt = self.search([("connection_id", "=", connection.id), *domain])
        vals["score"] = max(each["score"] for each in candidates)
        vals["decision"] = False
        if doubt:
            doubt.candidate_ids.unlink()
            doubt.write(vals)
        else:
            doubt = self.create({"connection_id": connection.id, **vals})
        self.env["qbo.match.candidate"].create(
            [{"match_id": doubt.id, **each} for each in candidates]
        )

    def _facts(self, party):
        return {
            "name": party.name,
            "email": party.email,
            "phone": next(filter(None, party.phones), False),
            "address": ", ".join(
                filter(None, (party.street, party.postal_code, party.city))
            ),
        }

    def _judged(self, match):
        signs = [self.env._(SIGNS[name][points < 0]) for name, points in match.reasons]
        return {"score": match.score, "reasons": ", ".join(signs)}

    def _awaited(self, connection, mapper, res_ids):
        """{partner id: name of the object in doubt that it may be}."""
        candidates = self.env["qbo.match.candidate"].search(
            [
                ("res_id", "in", res_ids),
                ("match_id.connection_id", "=", connection.id),
                ("match_id.entity", "=", mapper._entity),
                ("match_id.side", "=", "there"),
                ("match_id.decision", "=", False),
            ]
        )
        return {each.res_id: each.match_id.name for each in candidates}

    def _undecided(self, connection, entity, found):
        """Those of the doubtful objects that nobody called strangers."""
        decided = self.search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", entity),
                ("side", "=", "there"),
                ("qbo_id", "in", list(found)),
                ("decision", "=", "created"),
            ]
        ).mapped("qbo_id")
        return {key: some for key, some in found.items() if key not in decided}

    def _decided(self, connection, mapper, res_ids):
        """Partners of which a person said that they are none of QuickBooks'."""
        return set(
            self.search(
                [
                    ("connection_id", "=", connection.id),
                    ("entity", "=", mapper._entity),
                    ("side", "=", "here"),
                    ("res_model", "=", mapper._odoo_model),
                    ("res_id", "in", res_ids),
                    ("decision", "=", "created"),
                ]
            ).mapped("res_id")
        )

    # -- deciding -------------------------------------------------------------

    def action_accept(self):
        """Link each to its best match."""
        for doubt in self:
            doubt._decide("linked", doubt.best_id)
        return True

    def action_create(self):
        """Create each on the other side: it is none of those."""
        for doubt in self:
            doubt._decide("created")
        return True

    def action_ignore(self):
        """Leave each alone: neither linked nor created."""
        for doubt in self:
            doubt._decide("ignored")
        return True

    def _decide(self, decision, candidate=None):
        """Let a decision come true with the next run."""
        self.ensure_one()
        check_user(self.env)
        self.check_access("read")
        match_sudo = self.sudo()  # users decide, but may not write these rows at will
        if match_sudo.decision:
            raise UserError(self.env._("%(name)s is decided already.", name=self.name))
        match_sudo.decision = decision
        pairing = self.env["qbo.pairing"].sudo()
        if match_sudo.side == "there":
            pairing._decide_there(match_sudo, decision, candidate)
        else:
            pairing._decide_here(match_sudo, decision, candidate)
        match_sudo.connection_id._wake()
        return True
