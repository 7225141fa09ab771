"""Django's settings, worked out from `config.py`. Nothing here is meant to be edited by an installation."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from forain.hub.config import config, sealing_keys, signing_key

_config = config()
_here = Path(__file__).parent

SECRET_KEY = signing_key(_config)
FORAIN_SECRET_KEYS = sealing_keys(_config)
DEBUG = False
ALLOWED_HOSTS = [host.strip() for host in _config.hosts.split(",")]
CSRF_TRUSTED_ORIGINS = [origin.strip() for origin in _config.origins.split(",") if origin.strip()]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "procrastinate.contrib.django",
    "forain.hub.workspaces",
    "forain.hub.connections",
    "forain.hub.clocks",
    "forain.hub.exchanges",
    "forain.hub.journal",
    "forain.hub.outbox",
    "forain.hub.skus",
    "forain.hub.carriers",
    "forain.hub.orders",
    "forain.hub.parcels",
    "forain.hub.returns",
    "forain.hub.offers",
    "forain.hub.inbox",
    "forain.hub.reports",
    "forain.hub.webhooks",
    "forain.hub.erasure",
    "forain.hub.jobs",
    "forain.hub.web",
]

MIDDLEWARE = [
    "forain.hub.workspaces.scoping.one_workspace",  # outside of everything that asks the database
    "django.middleware.security.SecurityMiddleware",
    "forain.hub.ops.machines.for_machines",  # before the name we are called by is looked at
    "django.middleware.gzip.GZipMiddleware",
    "forain.hub.api.frame.api_frame",  # inside of what packs answers, outside of all that can fail
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "forain.hub.web.security.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "forain.hub.web.people.workspace_of_request",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "forain.hub.urls"
WSGI_APPLICATION = "forain.hub.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "forain.hub.web.people.page_context",
            ],
        },
    }
]

_url = urlsplit(_config.database_url.get_secret_value() if _config.database_url else "postgresql:///forain")
_query = dict(parse_qsl(_url.query))
DATABASES = {
    "default": {
        "ENGINE": "forain.hub.database.backend",
        "NAME": unquote(_url.path.lstrip("/")) or "forain",
        "USER": unquote(_url.username or ""),
        "PASSWORD": unquote(_url.password or ""),
        "HOST": _query.pop("host", None) or unquote(_url.hostname or ""),
        "PORT": _query.pop("port", None) or str(_url.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**_query, "application_name": "forain"},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "workspaces.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"

USE_TZ = True
TIME_ZONE = "Europe/Paris"  # what people see; inside, times are UTC
USE_I18N = True
LANGUAGE_CODE = _config.language
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [_here / "locale"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [_here / "web" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 86400

CSRF_FAILURE_VIEW = "forain.hub.web.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _config.https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Behind a proxy the way to us is plain; what the proxy says of its own counts where pages are reached through TLS alone.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _config.https else None
SECURE_HSTS_SECONDS = 31_536_000 if _config.https else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a bulk of 500 orders, each with its parcel

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = ["forain.hub.jobs.app"]

LOGGING_CONFIG = None  # structlog is set up by forain.hub.ops.logs when a process starts

#: Mails are written only where a server is set that takes them.
FORAIN_MAIL = bool(_config.mail_host)
#: How people reach the pages, for links in mails; empty where nobody told.
FORAIN_ADDRESS = _config.address.rstrip("/")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if FORAIN_MAIL else 'locmem'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _config.mail_host, _config.mail_port
EMAIL_HOST_USER = _config.mail_user
EMAIL_HOST_PASSWORD = _config.mail_password.get_secret_value() if _config.mail_password else ""
EMAIL_USE_TLS, EMAIL_USE_SSL = _config.mail_security == "starttls", _config.mail_security == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _config.mail_from
