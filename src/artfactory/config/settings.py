"""The one settings file. What a person may set comes from `environment`; the rest is decided here."""

from __future__ import annotations

import os

import dj_database_url
from django.utils.functional import SimpleLazyObject
from tzlocal import get_localzone_name

from artfactory import __version__
from artfactory.config import secrets
from artfactory.config.environment import read_environment, take_keys
from artfactory.config.secrets import kept_secret
from artfactory.web.build import build_digest
from artfactory.web.policy import DIRECTIVES

os.umask(0o077)  # nobody else on this machine reads the library, logs or temporary files

ENVIRONMENT = read_environment()
HANDED_KEYS = take_keys()  # by the environment, or later by the supervisor's pipe: "FAL_KEY" → the key
KNOWN_SECRETS = secrets.known
KNOWN_SECRETS.update(HANDED_KEYS.values(), filter(None, [ENVIRONMENT.token]))
VERSION = __version__
LIBRARY = ENVIRONMENT.library
SECRETS = ENVIRONMENT.secrets
MEDIA_FOLDER = LIBRARY / "media"
CACHE_FOLDER = LIBRARY / "cache"
TMP_FOLDER = LIBRARY / "tmp"
RUN_FOLDER = LIBRARY / "run"
LOG_FOLDER = LIBRARY / "logs"

DEBUG = False
SECRET_KEY = SimpleLazyObject(lambda: kept_secret(SECRETS, "session-secret"))
MASTER_KEY = SimpleLazyObject(lambda: kept_secret(SECRETS, "master.key"))  # opens the kept keys
API_TOKEN = SimpleLazyObject(lambda: ENVIRONMENT.token or kept_secret(SECRETS, "api-token"))
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ROOT_URLCONF = "artfactory.config.urls"
ASGI_APPLICATION = "artfactory.config.asgi.application"

INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "artfactory.web",
    "artfactory.accounts",
    "artfactory.media",
    "artfactory.projects",
    "artfactory.lookups",
    "artfactory.catalog",
    "artfactory.orders",
    "artfactory.products",
    "artfactory.engine",
    "artfactory.gallery",
    "artfactory.desk",
    "artfactory.api",
]

# From the outside in. Host check and static files stand before all of this (config/asgi.py).
MIDDLEWARE = [
    "artfactory.web.headers.describe",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "artfactory.web.cross_site.refuse_cross_site",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "artfactory.web.entrance.require_entry",
    "django.middleware.common.CommonMiddleware",
    "artfactory.web.csrf.CsrfForSessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "artfactory.web.middleware.in_one_thread",
]

# The doors (artfactory.web): what is open to everybody who names the right Host, and what takes files.
ENTRY_PREFIX = "/enter/"
API_PREFIX = "/api/"
OPEN_PATHS = {"/api/v1/health", "/api/v1/openapi.json"}
MULTIPART_PATHS = {"/api/v1/assets", "/api/v1/imports", "/lookups/imports"}
MULTIPART_PATHS |= {"/orders", "/orders/draft/files"}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": DIRECTIVES}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "artfactory.desk.context.frame",
            ],
        },
    }
]

# SQLite: WAL lets pages read while the engine writes; IMMEDIATE, because a transaction that starts
# by reading and then writes is refused at once when another writer came between.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;"
    ),
}
DATABASES = {"default": dj_database_url.parse(ENVIRONMENT.database_url)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 12}}
KNOWN_SECRETS.update(filter(None, [DATABASES["default"].get("PASSWORD")]))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
USE_I18N = True
TIME_ZONE = get_localzone_name()  # pages tell the time of this machine; rows and the API tell UTC
USE_TZ = True

STATIC_URL = f"/static/{build_digest()}/"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
LARGEST_BODY = 8 * 1024 * 1024  # bytes of a request, whoever sends it
LARGEST_UPLOAD = 64 * 1024 * 1024  # bytes of one to MULTIPART_PATHS, by somebody who shows that they may
DATA_UPLOAD_MAX_MEMORY_SIZE = LARGEST_BODY
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000  # a folder of lists is easily more than Django's hundred

SESSION_ENGINE = "artfactory.web.sessions"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
CSRF_USE_SESSIONS = True  # one cookie, named for the port (web/cookies.py); pages carry the token
CSRF_FAILURE_VIEW = "artfactory.web.refusals.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SILENCED_SYSTEM_CHECKS = [
    # Art Factory is served as plain http on loopback only:
    "security.W004",  # HSTS would force every other program on localhost to https
    "security.W008",  # there is no https to redirect to
    "security.W012",  # browsers would not send a Secure cookie to http://127.0.0.1 everywhere
    # Ours is a stricter kind of the middleware that this check looks for:
    "security.W003",
]

# Secrets are in no error report, whatever happens to be in a variable (accounts/redaction.py).
DEFAULT_EXCEPTION_REPORTER = "artfactory.accounts.redaction.Reporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "artfactory.accounts.redaction.ReporterFilter"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"redacting": {"()": "artfactory.accounts.redaction.Redacting"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "level": "WARNING",
            "filters": ["redacting"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    # At lower levels these write whole addresses, and a signed address opens what it points to.
    "loggers": {name: {"level": "WARNING"} for name in ("aiohttp", "asyncio", "httpx", "urllib3")},
}
