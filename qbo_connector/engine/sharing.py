"""Which mapper takes which object, and as which of its parts.

A QuickBooks type may come to several Odoo models: each of its mappers says what it
claims. An object may come to several records of one model: then the mapper says of
which pieces it consists, and each piece has a link of its own, told apart by ``part``.
"""

from dataclasses import dataclass, field

from .turn import OVER


@dataclass
class Share:
    """What one mapper has to do with some objects.

    ``known``: (link, payload), ``unknown``: payloads no link holds, ``gone``: links
    of what an object does not consist of any more.
    """

    mapper: object
    known: list = field(default_factory=list)
    unknown: list = field(default_factory=list)
    gone: list = field(default_factory=list)


def shared(connection, entity, objects):
    """Share objects of a type out to its mappers; list of ``Share``."""
    env = connection.env
    ids = [each["Id"] for each in objects]
    links = env["qbo.link"]._all_by_qbo_id(connection, entity, ids)
    shares = [Share(mapper) for mapper in env["qbo.mapper"]._of_type(entity)]
    for payload in objects:
        for share in shares:
            mine = links.get(payload["Id"], ())
            mine = [link for link in mine if link.res_model == share.mapper._odoo_model]
            _add(share, connection, payload, mine)
    return shares


def _add(share, connection, payload, links):
    mapper = share.mapper
    if not mapper._claims(payload):
        share.gone += [link for link in links if link.state not in OVER]
    elif mapper._in_pieces:
        _add_pieces(share, connection, payload, {link.part: link for link in links})
    elif links:
        share.known += [(link, payload) for link in links]
    else:
        share.unknown.append(payload)


def _add_pieces(share, connection, payload, links):
    mapper = share.mapper
    for piece in mapper._pieces(payload, connection):
        link = links.pop(mapper._part_there(piece, connection), None)
        if link:
            share.known.append((link, piece))
        else:
            share.unknown.append(piece)
    share.gone += [link for link in links.values() if link.state not in OVER]
