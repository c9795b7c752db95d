"""The configuration that Odoo starts with, and the variables of child processes."""

import os

from . import places, postgres

# With ODOO_RC set, pytest-odoo demands a database of every run: tests of add-ons ask
# for it by "-p pytest_odoo", all others do without.
PLAIN_PYTEST = "-p no:odoo"
ALWAYS = {
    "http_interface": "127.0.0.1",
    "list_db": "True",
    "max_cron_threads": "1",
    "db_maxconn": "24",
}


def addons_path(source):
    """Give the add-ons folders: this repository before Odoo's own."""
    return [places.REPOSITORY, *source.addons]


def write(path, source, server, **settings):
    """Write an Odoo configuration file, whole or not at all, and give its path.

    ``server``: the PG* variables. ``settings`` win over the usual ones.
    """
    options = {
        **ALWAYS,
        "addons_path": ",".join(map(str, addons_path(source))),
        "data_dir": places.private_data() / "data",
        **_database(server),
        **settings,
    }
    lines = [f"{name} = {value}" for name, value in options.items()]
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text("\n".join(["[options]", *lines, ""]))
    draft.chmod(0o600)
    os.replace(draft, path)
    return path


def _database(server):
    names = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user"}
    names["PGPASSWORD"] = "password"
    return {
        f"db_{name}": server[variable]
        for variable, name in names.items()
        if variable in server
    }


def variables(environment):
    """Give the variables in which Odoo, its tests and PostgreSQL's tools just work."""
    server = environment.postgres
    conf = places.private_data() / "odoo.conf"
    write(conf, environment.odoo, server)
    path = [environment.folder / "bin", *_client_programs(environment)]
    return {
        **os.environ,
        **server,
        "PATH": os.pathsep.join([*map(str, path), os.environ.get("PATH", "")]),
        "PYTHONPATH": _python_path(environment),
        "ODOO_RC": str(conf),
        "ODOO_HOME": str(environment.odoo.path),
        "PYTEST_ADDOPTS": PLAIN_PYTEST,
        "VIRTUAL_ENV": str(environment.folder),
        "QBO_ENVIRONMENT": str(environment.folder),
    }


def _python_path(environment):
    own = (places.EMULATOR, places.SETUP, places.TESTS, environment.odoo.path)
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    folders = [*map(str, own), *(folder for folder in given if folder)]
    return os.pathsep.join(dict.fromkeys(folders))


def _client_programs(environment):
    """Give the folder of psql and createdb; they come with the embedded server."""
    packages = environment.folder.glob("lib/python3*/site-packages")
    return [path / postgres.PROGRAMS for path in packages]
