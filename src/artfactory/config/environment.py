"""The environment as people set it: every name, its meaning, and one clear line when it is wrong.

No Django here, so that the command line can refuse a bad setting before anything is loaded.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from platformdirs import user_config_path, user_data_path

ADDRESSES = {
    "ARTFACTORY_FAL_QUEUE_URL": "https://queue.fal.run",
    "ARTFACTORY_FAL_API_URL": "https://api.fal.ai",
    "ARTFACTORY_FAL_REST_URL": "https://rest.fal.ai",
    "ARTFACTORY_FAL_SCHEMA_URL": "https://fal.ai",
    "ARTFACTORY_REPLICATE_URL": "https://api.replicate.com",
    "ARTFACTORY_CIVITAI_URL": "https://orchestration.civitai.com",
    "ARTFACTORY_CIVITAI_SITE_URL": "https://civitai.com",
}
NAMES = frozenset(
    {
        "ARTFACTORY_HOME",
        "ARTFACTORY_SECRETS",
        "ARTFACTORY_TOKEN",
        "ARTFACTORY_TRUSTED_HOSTS",
        "ARTFACTORY_PLUGINS",
        *ADDRESSES,
    }
)
KEYS = ("FAL_KEY", "REPLICATE_API_TOKEN", "CIVITAI_API_TOKEN")  # of Providers; they win over kept ones


class BadSetting(ValueError):
    """A setting that is unknown or cannot be understood; its text is the one line to show."""


@dataclass(frozen=True)
class Environment:
    """What the environment says, understood."""

    library: Path
    secrets: Path
    token: str | None = field(repr=False)
    database_url: str = field(repr=False)  # may carry a password
    addresses: Mapping[str, str]
    trusted_hosts: tuple[str, ...]  # "host:port"
    plugins: bool


def read_environment(environ: Mapping[str, str] = os.environ) -> Environment:
    """Raises BadSetting for an unknown ARTFACTORY_* name or a value that cannot be understood."""
    _refuse_unknown(environ)
    _refuse_keys(environ)
    library = _folder(environ, "ARTFACTORY_HOME", user_data_path("artfactory"))
    return Environment(
        library=library,
        secrets=_folder(environ, "ARTFACTORY_SECRETS", user_config_path("artfactory")),
        token=_token(environ),
        database_url=_database_url(environ, library),
        addresses={name: _address(environ, name) for name in ADDRESSES},
        trusted_hosts=_trusted_hosts(environ),
        plugins=_switch(environ, "ARTFACTORY_PLUGINS"),
    )


def take_keys(environ: MutableMapping[str, str] = os.environ) -> dict[str, str]:
    """The Providers' keys, taken out of the environment: no process started later finds them there."""
    found = {name: environ.pop(name, "").strip() for name in KEYS}
    return {name: key for name, key in found.items() if key}


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    for name in sorted(environ):
        if name.startswith("ARTFACTORY_") and name not in NAMES:
            raise BadSetting(f"{name} is not a setting of Art Factory. Known: {', '.join(sorted(NAMES))}.")


def _refuse_keys(environ: Mapping[str, str]) -> None:
    """Says which one, never what it is."""
    for name in KEYS:
        if not re.fullmatch(r"[\x21-\x7e]{0,2000}", environ.get(name, "").strip()):
            raise BadSetting(f"{name} must be at most 2000 letters, digits and signs without spaces.")


def _folder(environ: Mapping[str, str], name: str, default: Path) -> Path:
    text = environ.get(name) or str(default)
    folder = Path(text).expanduser()
    if "\0" in text or not folder.is_absolute():
        raise BadSetting(f"{name} must be the full path of a folder, not {text!r}.")
    if folder.exists() and not folder.is_dir():
        raise BadSetting(f"{name} is a file, not a folder: {folder}.")
    return folder


def _token(environ: Mapping[str, str]) -> str | None:
    token = environ.get("ARTFACTORY_TOKEN")
    if token is not None and not re.fullmatch(r"[\x21-\x7e]{16,512}", token):
        raise BadSetting("ARTFACTORY_TOKEN must be 16 to 512 printable characters without spaces.")
    return token


def _database_url(environ: Mapping[str, str], library: Path) -> str:
    url = environ.get("DATABASE_URL") or f"sqlite:///{library / 'artfactory.sqlite3'}"
    if not re.match(r"(sqlite:///.|postgres(ql)?://)", url):
        raise BadSetting("DATABASE_URL must begin with sqlite:/// or postgresql://.")
    return url


def _address(environ: Mapping[str, str], name: str) -> str:
    text = environ.get(name) or ADDRESSES[name]
    parts = _split(name, text)
    plain_is_fine = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if parts.scheme != "https" and not (parts.scheme == "http" and plain_is_fine):
        raise BadSetting(f"{name} must be an https address (http on loopback only), not {text!r}.")
    return text.rstrip("/")


def _split(name: str, text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise BadSetting(f"{name} is not an address: {text!r}.") from error
    if not parts.hostname or parts.username or parts.query or parts.fragment:
        raise BadSetting(f"{name} must be scheme://host[:port][/path], not {text!r}.")
    return parts


def _trusted_hosts(environ: Mapping[str, str]) -> tuple[str, ...]:
    hosts = [host.strip() for host in environ.get("ARTFACTORY_TRUSTED_HOSTS", "").split(",")]
    for host in filter(None, hosts):
        if not re.fullmatch(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}", host):
            raise BadSetting(f"ARTFACTORY_TRUSTED_HOSTS lists host:port, not {host!r}.")
    return tuple(filter(None, hosts))


def _switch(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name) or "1"
    if value not in {"0", "1"}:
        raise BadSetting(f"{name} must be 0 or 1, not {value!r}.")
    return value == "1"
