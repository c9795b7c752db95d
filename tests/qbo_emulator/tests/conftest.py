"""Give the tests an emulator, in process or behind a real port."""

from collections.abc import Iterator

import pytest
import requests

from qbo_emulator import ControlClient, Emulator
from qbo_emulator.app import Server

MOUNT = "http://localhost/qbo"
CALLBACK = "https://books.example/qbo/callback"


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    """An emulator in memory that does not throttle."""
    made = Emulator()
    made.settings["throttles"] = False
    yield made
    made.close()


@pytest.fixture
def realm(emulator: Emulator) -> str:
    """The realm id of a US company without automated sales tax."""
    return emulator.add_company("us-manual").realm_id


@pytest.fixture
def client_app(emulator: Emulator):
    """A registered app."""
    return emulator.add_app(name="Books Link", redirect_uris=[CALLBACK])


@pytest.fixture
def server(emulator: Emulator) -> Iterator[Server]:
    """The emulator behind a port."""
    with Server(emulator) as running:
        yield running


@pytest.fixture
def remote(server: Server) -> ControlClient:
    """The control API over HTTP."""
    return ControlClient(f"{server.url}/control")


@pytest.fixture
def session(emulator: Emulator) -> requests.Session:
    """A session in which the emulator is mounted in process."""
    made = requests.Session()
    made.mount(MOUNT, emulator.adapter())
    return made


@pytest.fixture
def api(emulator: Emulator, realm: str, client_app, session: requests.Session):
    """A function that calls the API of the company in process."""
    token = emulator.control.grant(realm, client_app.client_id)["access_token"]

    def call(method: str, path: str, **options):
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        headers.update(options.pop("headers", {}))
        url = f"{MOUNT}/v3/company/{realm}/{path}"
        return session.request(method, url, headers=headers, **options)

    return call
