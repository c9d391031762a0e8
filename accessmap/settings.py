"""All settings, one file; every variable is described in docs/configuration.md."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from accessmap.env import Environment

env = Environment()
BASE_DIR = Path(__file__).resolve().parent.parent

# --- Where we are ----------------------------------------------------------
DATA_DIR = Path(env.text("ACCESSMAP_DATA_DIR") or BASE_DIR / "var").resolve()
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
PORT = env.number("PORT", 8000)
PUBLIC_URL = env.text("ACCESSMAP_PUBLIC_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
_public = urlsplit(PUBLIC_URL)
if _public.scheme not in {"http", "https"} or not _public.hostname:
    raise ImproperlyConfigured(
        f"ACCESSMAP_PUBLIC_URL is {PUBLIC_URL!r}; it takes a whole address, "
        "such as https://accessmap.example.com."
    )
DEBUG = env.flag("ACCESSMAP_DEBUG", default=False)
MAP_DIR = DATA_DIR / "map"  # pictures, made once for all workers
REACH_DIR = DATA_DIR / "reach"  # the index of who can get to what


def _secret_key() -> str:
    """Return the configured key, or one made on first start and kept in DATA_DIR."""
    if key := env.text("ACCESSMAP_SECRET_KEY"):
        if len(key) < 32:  # noqa: PLR2004
            raise ImproperlyConfigured(
                "ACCESSMAP_SECRET_KEY is shorter than 32 characters. Make one with: "
                'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
            )
        return key
    kept = DATA_DIR / "secret_key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48), encoding="utf-8")
    return kept.read_text(encoding="utf-8")


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = [_public.hostname, "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

# --- What we are made of ---------------------------------------------------
INSTALLED_APPS = [
    "accessmap",  # first: its commands stand before Django's of the same name
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "accessmap.static_files.StaticFiles",
    "axes",
    "csp",
    "django_htmx",
    "django_rq",
    "reviews",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "accessmap.again.AnsweredAgain",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accessmap.middleware.ReadersChoice",
    "accessmap.auditors.AuditorsReading",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "accessmap.urls"
WSGI_APPLICATION = "accessmap.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["accessmap.templatetags.words"],
        },
    }
]

# --- Database --------------------------------------------------------------
DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'accessmap.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A writer waits for the other writer instead of failing, and readers never wait.
    # https://docs.djangoproject.com/en/5.2/ref/databases/#sqlite-transaction-behavior
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Queues ----------------------------------------------------------------
# The broker only rings the bell; the truth about work is in the database.
REDIS_URL = env.text("ACCESSMAP_REDIS_URL") or f"unix://{DATA_DIR / 'valkey.sock'}"
JSON_SERIALIZER = "rq.serializers.JSONSerializer"
RQ_QUEUES = {
    name: {"URL": REDIS_URL, "SERIALIZER": JSON_SERIALIZER, "DEFAULT_TIMEOUT": 3600}
    for name in ("crawl", "reviews")
}
# RQ's stock job runs whatever function its Redis hash names; ours does not.
RQ = {
    "JOB_CLASS": "accessmap.queue.AllowedJob",
    "WORKER_CLASS": "accessmap.queue.JsonWorker",
}

# --- AWS -------------------------------------------------------------------
# What people call the organization; AWS only gives it an id.
ORGANIZATION_NAME = env.text("ACCESSMAP_ORGANIZATION_NAME")
ROLE_NAME = env.text("ACCESSMAP_ROLE_NAME", "AccessMapReadOnly")
EXTERNAL_ID = env.text("ACCESSMAP_EXTERNAL_ID")
REGIONS = env.words("ACCESSMAP_REGIONS")
CRAWL_THREADS = env.number("ACCESSMAP_CRAWL_THREADS", 8)
# 1: every region in every crawl; N: one where nothing is, at least in every Nth.
QUIET_EVERY = env.number("ACCESSMAP_QUIET_EVERY", 1)
# Five fields as cron has them, in UTC; read by accessmap/schedule.py.
CRAWL_SCHEDULE = env.text("ACCESSMAP_CRAWL_SCHEDULE", "0 5 * * *")

# --- People ----------------------------------------------------------------
AUTH_USER_MODEL = "accessmap.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "sesame.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Who guesses a password waits. Counted by name, since every address may be the proxy's;
# a one-time link still lets in whom somebody else locked out.
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # it wants the address counted as well
AXES_LOCKOUT_TEMPLATE = "accessmap/sign_in/locked.html"
SESAME_MAX_AGE = 24 * 60 * 60
SESAME_ONE_TIME = True
LOGIN_URL = "accessmap:sign-in"
LOGIN_REDIRECT_URL = "accessmap:map-index"
LOGOUT_REDIRECT_URL = "accessmap:sign-in"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _public.scheme == "https"
SECURE_SSL_REDIRECT = env.flag("ACCESSMAP_SSL_REDIRECT", default=False)
SECURE_HSTS_SECONDS = 31_536_000 if _public.scheme == "https" else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.flag("ACCESSMAP_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# A page that draws a chart adds inline styles for itself (Plotly needs them);
# scripts are ours alone everywhere.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# --- Evidence --------------------------------------------------------------
# Read by accessmap/ledger/; without a key, one is made in DATA_DIR on first start.
SIGNING_KEY = env.text("ACCESSMAP_SIGNING_KEY")
ANCHOR_DIR = env.text("ACCESSMAP_ANCHOR_DIR")
ANCHOR_MAIL = env.words("ACCESSMAP_ANCHOR_MAIL")
TSA_URL = env.text("ACCESSMAP_TSA_URL")
TSA_ROOTS = env.text("ACCESSMAP_TSA_ROOTS")
# Control → years that its evidence is kept, if not as in reviews/evidence/retention.py.
KEEP_YEARS = env.years("ACCESSMAP_KEEP_YEARS")
_tsa = urlsplit(TSA_URL)
if TSA_URL and (
    _tsa.scheme not in {"http", "https"} or not _tsa.hostname or _tsa.username
):
    raise ImproperlyConfigured(
        "ACCESSMAP_TSA_URL takes the whole address of a timestamp authority, without "
        "a user name, such as http://timestamp.example.com/tsr."
    )
if TSA_URL and not TSA_ROOTS:
    raise ImproperlyConfigured(
        "ACCESSMAP_TSA_URL names a timestamp authority, and ACCESSMAP_TSA_ROOTS no "
        "certificate to check it by. Name its root in ACCESSMAP_TSA_ROOTS_FILE, in PEM."
    )

# --- Words and times -------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ja", _("Japanese"))]
LOCALE_PATHS = [BASE_DIR / "accessmap" / "locale", BASE_DIR / "reviews" / "locale"]
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = "accessmap.formats"
TIME_ZONE = "UTC"

# --- Mail ------------------------------------------------------------------
EMAIL_BACKEND = env.text(
    "ACCESSMAP_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = env.text("ACCESSMAP_EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("ACCESSMAP_EMAIL_PORT", 25)
DEFAULT_FROM_EMAIL = env.text("ACCESSMAP_EMAIL_FROM", "accessmap@localhost")

# Slack's incoming webhook, or anything that takes its JSON; signed with the secret.
WEBHOOK_URL = env.text("ACCESSMAP_WEBHOOK_URL")
WEBHOOK_SECRET = env.text("ACCESSMAP_WEBHOOK_SECRET")
if WEBHOOK_URL and (
    urlsplit(WEBHOOK_URL).scheme not in {"http", "https"} or not WEBHOOK_SECRET
):
    raise ImproperlyConfigured(
        "ACCESSMAP_WEBHOOK_URL takes an http or https address, and needs "
        "ACCESSMAP_WEBHOOK_SECRET beside it, with which each post is signed."
    )
# Whose public holidays are no business days, where a schedule does not say.
COUNTRY = env.text("ACCESSMAP_COUNTRY")

# --- Static files ----------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/cytoscape", BASE_DIR / "node_modules" / "cytoscape" / "dist"),
    ("vendor/htmx", BASE_DIR / "node_modules" / "htmx.org" / "dist"),
    ("vendor/plotly", BASE_DIR / "node_modules" / "plotly.js-strict-dist-min"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "accessmap.static_files.HashedModules"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("ACCESSMAP_LOG_LEVEL", "INFO")},
    # They tell of every endpoint, credential file and sign-in that they look at.
    "loggers": {"botocore": {"level": "WARNING"}, "axes": {"level": "WARNING"}},
}

env.refuse_unknown()
