"""Answer the accounting API below ``/v3/company/{realm}/``."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from .. import query
from ..books import operations
from ..books.money import dumps, loads
from ..books.rows import Body
from ..books.schema import check, cleaned, malformed
from ..books.work import Work
from ..entities import HANDLERS, handler_of
from ..entities.taxlists import create_code
from ..faults import Refusal, missing
from ..reports import report
from ..wire.messages import Headers, Request, Response
from . import batch, cdc, files, mail, pdf, requestid

if TYPE_CHECKING:
    from ..books.company import Company
    from ..emulator import Emulator

JSON = "application/json;charset=utf-8"
FAULT_JSON = "application/json"
PREFIX_PARTS = 3
METERED = "X-Emulator-Metered"


@dataclass
class Call:
    """Hold one call on its way through the API."""

    request: Request
    company: "Company"
    work: Work
    parts: list[str]
    # The ids of the items of a batch that were refused.
    failed: set[str] = field(default_factory=set)

    @property
    def writes(self) -> bool:
        """Tell whether the call may change something."""
        return self.request.method == "POST" and self.parts[:1] != ["query"]

    @property
    def request_id(self) -> str:
        """Return the request id, or an empty string."""
        return self.request.query.get("requestid", "")

    def body(self) -> Body:
        """Return the JSON body; raise 2010 when it is no JSON object."""
        return parsed(self.request.body)


class Api:
    """Lead calls to the books, once each, within the limits."""

    def __init__(self, emulator: "Emulator"):
        self.emulator = emulator
        self.replies = requestid.Replies(emulator.store)

    def handle(self, request: Request) -> Response:
        """Answer one call whose token was checked already."""
        segments = request.path.strip("/").split("/")
        realm, parts = segments[2], segments[PREFIX_PARTS:]
        refused = self.emulator.limits.begin(request, realm, parts[:1] == ["batch"])
        if refused is not None:
            return refused
        company = self.emulator.company(realm)
        call = Call(request, company, company.work(options=options_of(request)), parts)
        return self._guarded(call)

    def _guarded(self, call: Call) -> Response:
        try:
            with self.emulator.store.transaction():
                response = self._once(call)
                call.company.announce(call.work)
                self._meter(call, response)
            return response
        except Refusal as refusal:
            call.company.forget_preferences()
            return self._refused(call, refusal)
        except RecursionError:
            return self._refused(call, malformed("The JSON is nested too deep"))

    def _refused(self, call: Call, refusal: Refusal) -> Response:
        answer = {"Fault": refusal.fault(), "time": self.time(call)}
        response = typed(FAULT_JSON, dumps(answer), refusal.status)
        response.headers[METERED] = "0"
        return response

    def _once(self, call: Call) -> Response:
        """Carry a call out, or give the answer it got the first time."""
        if not call.request_id or not call.writes:
            return self._answer(call)
        if call.parts[:1] == ["batch"]:
            requestid.check(call.request_id, requestid.LONGEST_BATCH)
            return self._answer(call)
        requestid.check(call.request_id)
        fingerprint = fingerprint_of(call)
        realm = call.company.realm_id
        known = self.replies.find(realm, call.request_id, fingerprint)
        if known is not None:
            return typed(JSON, known)
        response = self._answer(call)
        self.replies.keep(realm, call.request_id, fingerprint, response.body)
        return response

    def _answer(self, call: Call) -> Response:
        answer = dispatch(self, call)
        if isinstance(answer, Response):
            return answer
        return typed(JSON, dumps({**answer, "time": self.time(call)}))

    def file(self, request: Request) -> Response:
        """Answer the temporary address of an uploaded file; no token is needed."""
        return files.stored_file(self.emulator.store, request.path)

    def time(self, call: Call) -> str:
        """Return the time of an answer, in the company's zone."""
        return answer_time(call.work)

    def _meter(self, call: Call, response: Response) -> None:
        if call.parts[:1] == ["batch"]:
            items = batch.items_of(call.body())
            items = [item for item in items if item["bId"] not in call.failed]
            reads = sum("Query" in item or "CDCQuery" in item for item in items)
            core, core_plus = len(items) - reads, reads
        else:
            core, core_plus = int(call.writes), int(not call.writes)
        self.emulator.limits.meter(call.request.client_id, core, core_plus)
        response.headers[METERED] = str(core_plus)


def answer_time(work: Work) -> str:
    """Return the time of an answer: company zone, milliseconds."""
    local = work.now.astimezone(ZoneInfo(work.company.zone))
    return local.isoformat(timespec="milliseconds")


def dispatch(api: Api, call: Call) -> Body | Response:
    """Find what a call asks for and do it; raise 500 for unknown resources."""
    method, parts = call.request.method, call.parts
    head = parts[0] if parts else ""
    special = SPECIAL.get((method, head))
    if special is not None and len(parts) in special[1]:
        return special[0](api, call)
    if head not in HANDLERS:
        raise no_resource(call)
    if method == "GET":
        return _get(call)
    if method == "POST" and len(parts) == 1:
        return _post(call)
    if method == "POST" and len(parts) == 3 and parts[2] == "send":
        return mail.send(call.work, parts[0], parts[1], call.request.query)
    raise no_resource(call)


def no_resource(call: Call) -> Refusal:
    """Refuse an address that leads nowhere (500, HTTP 400; recorded)."""
    path = call.request.path
    detail = (
        f"Operation Could not find resource for relative : {path} of full path: "
        f"{call.request.root}{path} is not supported."
    )
    return Refusal("500", detail)


def _get(call: Call) -> Body | Response:
    parts = call.parts
    handler = handler_of(parts[0])
    if handler.entity == "ExchangeRate" and len(parts) == 1:
        return _exchange_rate(call)
    if handler.entity == "Preferences" and len(parts) == 1:
        return _read(call, "1")
    if len(parts) == 3 and parts[2] == "pdf":
        return pdf.pdf(call.work, parts[0], parts[1])
    if len(parts) != 2 or handler.entity in ("ExchangeRate", "Preferences"):
        raise no_resource(call)
    if handler.entity == "CompanyInfo":
        return _read(call, "1")
    return _read(call, parts[1])


def _read(call: Call, qbo_id: str) -> Body:
    handler = handler_of(call.parts[0])
    body = operations.read(call.work, handler.entity, qbo_id)
    return {handler.entity: handler.present(call.work, body)}


def _exchange_rate(call: Call) -> Body:
    code = call.request.query.get("sourcecurrencycode")
    if not code:
        raise missing("sourcecurrencycode")
    day = call.request.query.get("asofdate") or call.work.today.isoformat()
    check("ExchangeRate", {"AsOfDate": day})
    rate = call.company.rates.read(call.work, code.upper(), day[:10])
    return {"ExchangeRate": rate}


def _post(call: Call) -> Body:
    handler = handler_of(call.parts[0])
    sent = call.body()
    if handler.entity == "ExchangeRate":
        check("ExchangeRate", sent)
        fresh = cleaned("ExchangeRate", sent)
        return {"ExchangeRate": call.company.rates.write(call.work, fresh)}
    query_string = call.request.query
    operation = query_string.get("operation", "")
    if (handler.entity, operation) == ("JournalEntry", "void"):
        return {"BatchItemResponse": []}  # and nothing happens (measured)
    body = change(call.work, handler.entity, sent, operation, call.work.options)
    if operation == "delete":
        return {handler.entity: body}
    return {handler.entity: handler.present(call.work, body)}


def change(
    work: Work, entity: str, sent: Body, operation: str, options: frozenset[str]
) -> Body:
    """Do what a POST on an entity asks for; raise 500 for unknown operations."""
    if "void" in options:
        if operation not in ("update", "") or not sent.get("Id"):
            raise Refusal(
                "500", "Operation void is not supported.", element="Operation"
            )
        return operations.void(work, entity, sent, "include_void")
    if operation == "delete":
        return operations.delete(work, entity, sent)
    if operation == "void":
        return operations.void(work, entity, sent)
    if operation not in ("", "create", "update"):
        detail = f"Operation {operation} is not supported."
        raise Refusal("500", detail, element="Operation")
    if operation == "update" or (operation == "" and handler_of(entity).id_of(sent)):
        return operations.update(work, entity, sent)
    return operations.create(work, entity, sent)


def parsed(text: bytes) -> Body:
    """Return a JSON object; raise 2010 for anything else, 500 for bad UTF-8."""
    try:
        data = loads(text.decode())
    except UnicodeDecodeError:
        detail = "Operation with a payload that is not UTF-8 is not supported."
        raise Refusal("500", detail, element="Operation") from None
    except ValueError as error:
        raise malformed(f"The request is not valid JSON: {error}") from None
    if not isinstance(data, dict):
        raise malformed("A JSON object is needed")
    return data


def typed(kind: str, body: str | bytes, status: int = 200) -> Response:
    """Answer with a body of one content type."""
    raw = body if isinstance(body, bytes) else body.encode(errors="replace")
    return Response(status, Headers({"Content-Type": kind}), raw)


def options_of(request: Request) -> list[str]:
    """Return the flags of ``include``."""
    return [part.strip() for part in request.query.get("include", "").split(",")]


def fingerprint_of(call: Call) -> str:
    """Return what a call asks for, whatever its request id or minor version."""
    ignored = ("requestid", "minorversion")
    query_string = call.request.query
    asked = {key: query_string[key] for key in query_string if key not in ignored}
    return requestid.digest(
        call.request.path, dumps(sorted(asked.items())), call.request.body
    )


def _query(api: Api, call: Call) -> Body:
    text = call.request.query.get("query", "")
    if call.request.method == "POST":
        text = call.request.body.decode(errors="replace")
    if not text.strip():
        raise Refusal("4000", "QueryParserError: the query is empty")
    return {"QueryResponse": query.run(call.work, text)}


def _cdc(api: Api, call: Call) -> Body:
    asked = call.request.query
    return cdc.changes(call.work, asked.get("entities"), asked.get("changedSince"))


def _batch(api: Api, call: Call) -> Body:
    return batch.run(api, call)


def _tax_service(api: Api, call: Call) -> Response:
    if call.parts[1] != "taxcode":
        raise no_resource(call)
    sent = call.body()
    check("TaxService", sent)
    call.work.refuse_writes()
    made = create_code(call.work, cleaned("TaxService", sent))
    return typed(JSON, dumps(made))


def _report(api: Api, call: Call) -> Response:
    found = report(call.work, call.parts[1], dict(call.request.query.items()))
    return typed(JSON, dumps(found))


def _upload(api: Api, call: Call) -> Body:
    return files.upload(call.work, call.request)


def _download(api: Api, call: Call) -> Response:
    return files.download(call.work, call.parts[1], call.request.root)


Special = tuple[Callable[[Api, Call], Any], tuple[int, ...]]
SPECIAL: dict[tuple[str, str], Special] = {
    ("GET", "query"): (_query, (1,)),
    ("POST", "query"): (_query, (1,)),
    ("GET", "cdc"): (_cdc, (1,)),
    ("POST", "batch"): (_batch, (1,)),
    ("POST", "upload"): (_upload, (1,)),
    ("GET", "download"): (_download, (2,)),
    ("POST", "taxservice"): (_tax_service, (2,)),
    ("GET", "reports"): (_report, (2,)),
}
