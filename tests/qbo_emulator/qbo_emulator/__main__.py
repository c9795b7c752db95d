"""Run the emulator as a server: ``qbo-emulator --company us-ast``."""

import argparse
import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from . import __version__
from .app import PATIENCE, Server
from .books.company import Company
from .control.generator import ORDER
from .emulator import Emulator
from .oauth.grants import ROTATIONS, SCOPE, App
from .profiles.countries import PROFILES

NETWORK = 0.35
REDIRECT = "http://localhost:8069/qbo/oauth/callback"


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    made = argparse.ArgumentParser(
        prog="qbo-emulator",
        description="Behave as QuickBooks Online: API, OAuth, webhooks, a web page.",
    )
    add = made.add_argument
    add("--version", action="version", version=f"%(prog)s {__version__}")
    add(
        "--company",
        choices=sorted(PROFILES),
        default="us-ast",
        help="kind of company to open in a new state (default: us-ast)",
    )
    add(
        "--empty",
        action="store_true",
        help="open a new company without people, goods and history",
    )
    add("--host", default="127.0.0.1", help="address to listen on")
    add("--port", type=int, default=8040, help="port to listen on; 0 takes a free one")
    add(
        "--state",
        metavar="FILE",
        help="SQLite file that keeps everything; without it nothing is kept",
    )
    add(
        "--credentials",
        metavar="FILE",
        help="write what a client needs, as JSON, to this file",
    )
    add(
        "--redirect-uri",
        action="append",
        metavar="URI",
        help=f"redirect address of the app; may be repeated (default: {REDIRECT})",
    )
    add("--webhook-url", metavar="URL", help="where the app receives webhooks")
    add(
        "--seed",
        metavar="COUNTS",
        type=counts,
        help="fill an empty company, as in Customer=50,Item=20,Invoice=200,Payment=80",
    )
    add("--rotation", choices=ROTATIONS, help="when refresh tokens change")
    add(
        "--delay",
        type=float,
        metavar="SECONDS",
        help=f"how long each call takes (default: 0; us-sandbox: {NETWORK})",
    )
    add("--no-limits", action="store_true", help="turn throttling off")
    return made


def main(arguments: list[str] | None = None) -> int:
    """Serve until Ctrl-C or SIGTERM; return the exit status."""
    options = parser().parse_args(arguments)
    emulator = Emulator(state=options.state)
    try:
        server = Server(emulator, options.host, options.port)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else error
        print(f"Port {options.port} can't be used: {reason}.", file=sys.stderr)
        return 1
    credentials = prepare(emulator, options, server.url)
    announce(credentials, server.url)
    serve(emulator, server)
    return 0


def prepare(emulator: Emulator, options: Any, url: str) -> dict[str, str]:
    """Open company and app unless the state has them; return the credentials."""
    known = emulator.companies()
    company = known[0] if known else new_company(emulator, options)
    realm = company.realm_id
    app = the_app(emulator, options)
    behave(emulator, options, company.profile.sample)
    if options.webhook_url:
        emulator.webhooks.subscribe(app.client_id, options.webhook_url)
    if options.seed and not known:
        emulator.control.seed(realm, options.seed)
    credentials = describe(emulator, app, realm, url)
    if options.credentials:
        write_privately(Path(options.credentials), credentials)
    return credentials


def behave(emulator: Emulator, options: Any, sample: bool) -> None:
    """Set how tokens, limits and time behave.

    With the sample company it is as with the service's own: tokens change daily,
    and a network lies between (others' tests make names from the time in seconds).
    """
    rotation = options.rotation or ("daily" if sample else None)
    if rotation:
        emulator.oauth.grants.rotation = rotation
    delay = options.delay if options.delay is not None else NETWORK * sample
    if delay:
        emulator.control.delay(delay)
    if options.no_limits:
        emulator.settings["throttles"] = False


def new_company(emulator: Emulator, options: Any) -> Company:
    """Open the company; what is seeded stands alone."""
    history = not (options.empty or options.seed)
    return emulator.add_company(options.company, history=history)


def the_app(emulator: Emulator, options: Any) -> App:
    """Return the app of the state, or register one."""
    apps = emulator.oauth.grants.apps()
    if not apps:
        uris = options.redirect_uri or [REDIRECT]
        return emulator.add_app(name="QBO Connector", redirect_uris=uris)
    for uri in options.redirect_uri or []:
        if uri not in apps[0].redirect_uris:
            apps[0].redirect_uris.append(uri)
            emulator.oauth.grants.save_app(apps[0])
    return apps[0]


def counts(text: str) -> dict[str, int]:
    """Read ``Customer=50,Invoice=200``; refuse everything else with a sentence."""
    found: dict[str, int] = {}
    for part in filter(None, text.split(",")):
        entity, _, number = (word.strip() for word in part.partition("="))
        if entity not in ORDER:
            known = ", ".join(ORDER)
            raise argparse.ArgumentTypeError(
                f"{entity!r} can't be made; what can is {known}."
            )
        if not (number.isascii() and number.isdigit()):
            raise argparse.ArgumentTypeError(
                f"{part.strip()!r} needs a whole number, as in {entity}=50."
            )
        found[entity] = int(number)
    return found


def describe(emulator: Emulator, app: App, realm: str, url: str) -> dict[str, str]:
    """Return what a client needs; every start hands out a new pair of tokens."""
    tokens = emulator.oauth.grants.grant(app.client_id, realm, SCOPE)
    return {
        "base_url": url,
        "discovery_url": f"{url}/.well-known/openid_configuration",
        "control_url": f"{url}/control",
        "realm_id": realm,
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "redirect_uri": app.redirect_uris[0],
        "access_token": tokens.access_token,
        "refresh_token": tokens.refresh_token,
        "verifier_token": app.verifier_token,
    }


def write_privately(path: Path, data: dict[str, str]) -> None:
    """Write a file that only its owner can read, complete or not at all."""
    draft = path.with_name(path.name + ".new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as stream:
        json.dump(data, stream, indent=2)
    draft.replace(path)


def announce(credentials: dict[str, str], url: str) -> None:
    """Say where everything is."""
    lines = {
        "Web page": f"{url}/",
        "API": f"{url}/v3/company/{credentials['realm_id']}",
        "Discovery": credentials["discovery_url"],
        "Control": credentials["control_url"],
        "Company": credentials["realm_id"],
    }
    for label, text in lines.items():
        print(f"{label + ':':11}{text}")
    sys.stdout.flush()


def serve(emulator: Emulator, server: Server) -> None:
    """Answer calls and deliver webhooks until a signal ends it."""
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_signal: over.set())
    server.start()
    messenger = threading.Thread(target=emulator.webhooks.run, daemon=True)
    messenger.start()
    over.wait()
    emulator.webhooks.stop()
    messenger.join(PATIENCE)
    server.stop()
    emulator.close()


if __name__ == "__main__":
    sys.exit(main())
