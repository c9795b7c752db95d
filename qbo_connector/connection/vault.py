"""Seal secrets at rest with a key that is not in the database.

The key comes from the server: section ``[qbo_connector]``, option ``secret_key`` of
its configuration, else the environment variable ``QBO_CONNECTOR_KEY``, else a file
that only the server's user can read, in the data directory. Several keys may be
given, separated by commas: the first one seals, all of them open, so that a key can
be replaced. Beside each sealed value stands the id of its key.
"""

import os
import secrets as random_source
from configparser import Error as ConfigError
from configparser import RawConfigParser
from contextlib import suppress
from errno import EACCES
from pathlib import Path

from odoo.exceptions import UserError
from odoo.tools import config

from ..qbo import secrets
from ..qbo.errors import QboReconnect

SECTION = "qbo_connector"
OPTION = "secret_key"
VARIABLE = "QBO_CONNECTOR_KEY"
FILE_NAME = "qbo_connector.key"


class VaultLocked(UserError, QboReconnect):
    """The key of what was sealed is not on this server: only a person can help."""


def seal(env, text):
    """Seal ``text``; an empty text stays empty.

    Raises VaultLocked, naming the setting, when there is no key and none can be made.
    """
    if not text:
        return False
    keys = _keys() or _first_key(env)
    try:
        return f"{secrets.key_id(keys[0])}:{secrets.seal(text, keys)}"
    except secrets.WrongKey as error:
        raise VaultLocked(_no_key_sentence(env)) from error


def unseal(env, sealed):
    """Open what :func:`seal` returned.

    Raises VaultLocked, naming the setting, when this server has another key.
    """
    if not sealed:
        return ""
    key_id, _colon, token = sealed.partition(":")
    if not opens(sealed):
        raise VaultLocked(_locked_sentence(env, key_id))
    try:
        return secrets.unseal(token, _keys())
    except secrets.WrongKey as error:
        raise VaultLocked(_no_key_sentence(env)) from error


def is_current(sealed):
    """Tell whether ``sealed`` was sealed with the key that seals today."""
    keys = _keys()
    return bool(keys) and sealed.partition(":")[0] == secrets.key_id(keys[0])


def opens(sealed):
    """Tell whether this server has the key of ``sealed``."""
    return sealed.partition(":")[0] in map(secrets.key_id, _keys())


def _keys():
    given = _configured() or os.environ.get(VARIABLE, "")
    keys = tuple(key.strip() for key in given.split(",") if key.strip())
    if keys:
        return keys
    return _kept()


def _kept():
    """Return the key in the file; a file that can't be read gives none."""
    try:
        return (_path().read_text(encoding="latin-1").strip(),)
    except OSError:
        return ()


def _configured():
    """Return the option, read here: Odoo reads its own section of the file only."""
    parser = RawConfigParser()
    try:
        parser.read([config["config"] or ""])
    except ConfigError:
        return ""
    return parser.get(SECTION, OPTION, fallback="")


def _path():
    return Path(config["data_dir"]) / FILE_NAME


def _first_key(env):
    """Make the key file, unless something is already sealed with a lost key."""
    sealed = env["qbo.token"].sudo()._any_sealed()
    if sealed:
        raise VaultLocked(_locked_sentence(env, sealed.partition(":")[0]))
    try:
        _keep(secrets.new_key())
    except OSError as error:
        raise VaultLocked(_no_file_sentence(env, error)) from error
    keys = _keys()
    if not keys:
        raise VaultLocked(_no_file_sentence(env, PermissionError(EACCES, "")))
    return keys


def _keep(key):
    """Write the key file, whole or not at all; one that is there stays."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{random_source.token_hex(8)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(key)
        # A link fails if another worker was faster, and is whole at once.
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _locked_sentence(env, key_id):
    return env._(
        "This server has another key than the one that sealed the QuickBooks "
        "credentials (key %(key_id)s). Give the old key to the server: option "
        "%(option)s in section [%(section)s] of its configuration, or the environment "
        "variable %(variable)s. If the key is lost, press Disconnect, type the client "
        "secret again and connect.",
        key_id=key_id,
        option=OPTION,
        section=SECTION,
        variable=VARIABLE,
    )


def _no_file_sentence(env, error):
    return env._(
        "The key for the QuickBooks credentials can't be kept in the file %(path)s "
        "(%(reason)s), so nothing was saved. Make room there, or let Odoo write there; "
        "or give a key to the server: option %(option)s in section [%(section)s] of "
        "its configuration, or the environment variable %(variable)s.",
        path=_path(),
        reason=os.strerror(error.errno or EACCES),
        option=OPTION,
        section=SECTION,
        variable=VARIABLE,
    )


def _no_key_sentence(env):
    return env._(
        "The key for the QuickBooks credentials can't be used: it must be 32 bytes in "
        "URL-safe base64. Check option %(option)s in section [%(section)s] of the "
        "server's configuration, or the environment variable %(variable)s.",
        option=OPTION,
        section=SECTION,
        variable=VARIABLE,
    )
