from odoo import models
from odoo.fields import Domain

from ..engine.turn import OVER
from ..qbo import names, query
from ..qbo.matching import Matcher
from ..qbo.party import Party

ALL_AT_ONCE = 5000  # partners that are weighed whole; of more, only those alike
READ_WHOLE = 50  # new records from which on reading their whole list costs less
PHONES = ("PrimaryPhone", "AlternatePhone", "Mobile")
LONG_WORD = 4


class QboMapperPartnerMatching(models.AbstractModel):
    """Recognise who is who, in both directions, with few queries for many."""

    _name = "qbo.mapper.partner.matching"
    _inherit = "qbo.mapper"
    _description = "QuickBooks recognition of customers and vendors"

    # -- ours among theirs ----------------------------------------------------

    def _reads_whole(self, count):
        return count >= READ_WHOLE

    def _remote_queries(self, payloads, connection):
        emails = [
            (each.get("PrimaryEmailAddr") or {}).get("Address") for each in payloads
        ]
        mailed = query.in_list("PrimaryEmailAddr", filter(None, emails))
        named = super()._remote_queries(payloads, connection)
        active = query.is_active(self._entity, None)
        return [*named, *(query.both(active, clause) for clause in mailed)]

    def _recognise_remote(self, payloads, candidates, connection):
        """Sure matches {index: object} and doubtful ones {index: (Match, ...)}."""
        fitting = {
            each["Id"]: each
            for each in candidates
            if not self._part_there(each, connection)
        }
        plain = [i for i, each in enumerate(payloads) if "CurrencyRef" not in each]
        outcome = connection._recognise(
            [self._party(index, payloads[index]) for index in plain],
            [self._party(qbo_id, each) for qbo_id, each in fitting.items()],
        )
        matches = {index: fitting[one.key] for index, one in outcome.links.items()}
        foreign = [i for i, each in enumerate(payloads) if "CurrencyRef" in each]
        named = self._match_remote(
            [payloads[i] for i in foreign], candidates, connection
        )
        matches |= {foreign[index]: found for index, found in named.items()}
        return matches, outcome.candidates

    def _also_searched(self, text):
        if "@" not in text:
            return []
        return [f"PrimaryEmailAddr LIKE {query.literal(f'%{text}%')}"]

    def _judge(self, record, objects, connection):
        here = self._party_here(record)
        others = [self._party(qbo_id, each) for qbo_id, each in objects.items()]
        matcher = Matcher(others, connection._match_policy().weights)
        return {other.key: matcher.score(here, other) for other in others}

    def _party(self, key, payload):
        address = payload.get("BillAddr") or {}
        currency = (payload.get("CurrencyRef") or {}).get("value")
        name = names.undeleted(payload.get("DisplayName") or "")
        name = name.removesuffix(f" ({currency})")  # our own words for it
        company = payload.get("CompanyName") or ""
        person = filter(None, (payload.get("GivenName"), payload.get("FamilyName")))
        is_company = names.comparable(company) == names.comparable(name)
        phones = (payload.get(each) or {} for each in PHONES)
        return Party(
            key,
            name=name,
            person="" if is_company else " ".join(person),
            company=company,
            email=(payload.get("PrimaryEmailAddr") or {}).get("Address") or "",
            phones=tuple(each.get("FreeFormNumber") or "" for each in phones),
            tax_id=payload.get("PrimaryTaxIdentifier")
            or payload.get("TaxIdentifier")
            or "",
            street=address.get("Line1") or "",
            postal_code=address.get("PostalCode") or "",
            city=address.get("City") or "",
        )

    # -- theirs among ours ----------------------------------------------------

    def _recognise_local(self, payloads, connection):
        """Sure matches {QBO id: record} and doubtful ones {QBO id: (Match, ...)}."""
        by_part = {}
        for each in payloads:
            part = self._part_there(each, connection)
            by_part.setdefault(part, []).append(each)
        found, doubtful = {}, {}
        for part, some in by_part.items():
            partners = self._unlinked(some, connection, part)
            outcome = connection._recognise(
                [self._party(each["Id"], each) for each in some],
                [self._party_here(each) for each in partners],
            )
            found |= {key: partners.browse(m.key) for key, m in outcome.links.items()}
            doubtful |= outcome.candidates
        return found, doubtful

    def _unlinked(self, payloads, connection, part):
        """Partners without a counterpart; of very many only those that look alike."""
        domain = self._unlinked_domain(connection, part)
        model = self.env[self._odoo_model]
        if model.search_count(domain, limit=ALL_AT_ONCE + 1) > ALL_AT_ONCE:
            domain &= Domain.OR(self._alike(each) for each in payloads)
        return model.search(domain)

    def _unlinked_domain(self, connection, part=""):
        """Partners in scope that are neither linked nor were unlinked by a person.

        One that is linked in another currency may be linked in this one too.
        """
        known = self.env["qbo.link"]._records_domain(
            Domain("connection_id", "=", connection.id)
            & Domain("entity", "=", self._entity)
            & Domain("res_model", "=", self._odoo_model)
            & Domain("part", "=", part)
            & (Domain("qbo_id", "!=", False) | Domain("state", "in", OVER))
        )
        rule = self.env["qbo.rule"]._of(connection, self._entity)
        scope = rule._scope(connection, self)
        return scope & ~known

    def _alike(self, payload):
        """Domain of partners that share something with an object."""
        party = self._party("", payload)
        words = [w for name in party.names for w in name if len(w) >= LONG_WORD]
        alike = [("name", "ilike", word) for word in words]
        alike += [("phone", "ilike", number[-4:]) for number in party.numbers]
        if party.email:
            alike.append(("email_normalized", "=", party.email.strip().casefold()))
        if party.tax_number:
            alike.append(("vat", "ilike", party.tax_number))
        return Domain.OR(Domain(*each) for each in alike)

    def _party_here(self, partner):
        street = self._child(partner, "invoice") or partner
        company = partner.name if partner.is_company else partner.company_name
        return Party(
            partner.id,
            name=partner.name or "",
            company=company or "",
            email=partner.email_normalized or "",
            phones=(partner.phone or "",),
            tax_id=partner.vat or "",
            street=street.street or "",
            postal_code=street.zip or "",
            city=street.city or "",
        )
