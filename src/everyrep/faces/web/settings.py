"""Django's settings. What differs from one installation to the next is in `place`."""

from __future__ import annotations

from csp.constants import NONE, SELF

from everyrep.faces.web.access.limits import limits
from everyrep.faces.web.access.signin_file import apps, providers
from everyrep.faces.web.access.signin_file_key import saml_key
from everyrep.faces.web.access.signin_file_saml import installed, saml_apps, saml_providers
from everyrep.faces.web.mail import mail
from everyrep.faces.web.place import place

_HERE = place()
_LIMITS = limits()
_MAIL = mail()
_YEAR = 365 * 24 * 3600
_HOUR = 3600

SECRET_KEY = _HERE.secret
DEBUG = False
ALLOWED_HOSTS = list(_HERE.hosts)
ROOT_URLCONF = "everyrep.faces.web.urls"
WSGI_APPLICATION = "everyrep.faces.web.wsgi.application"
DATABASES = {"default": _HERE.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "everyrep.faces.web.pages",  # before allauth: its templates come in our looks
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    *(["allauth.socialaccount.providers.saml"] if installed() else []),
    "allauth.usersessions",
    "everyrep.faces.web.access",
    "everyrep.faces.web.audit",
    "everyrep.faces.web.jobs",
    "everyrep.faces.web.pay",
    "everyrep.faces.web.scim",
    "everyrep.faces.web.tokens",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "everyrep.faces.web.packing.Packed",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "everyrep.faces.web.notation.reader.Notation",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "everyrep.faces.web.access.sessions.SessionLimits",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "everyrep.faces.web.access.acting.ActingMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "everyrep.faces.web.pages.around.around",
            ]
        },
    }
]

# Who somebody is.
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 10}  # type: ignore[assignment]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "everyrep.faces.web.access.joining.ByInvitation"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_RATE_LIMITS = {"login_failed": _LIMITS.rate}
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Everyrep] "
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
MFA_ADAPTER = "everyrep.faces.web.access.factors.SealedFactors"
MFA_TOTP_ISSUER = "Everyrep"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
SOCIALACCOUNT_ADAPTER = "everyrep.faces.web.access.sso.ByProvider"
SOCIALACCOUNT_PROVIDERS = {
    **apps(providers(_HERE.folder, _HERE.secret)),
    **saml_apps(saml_providers(_HERE.folder), saml_key(_HERE.folder, _HERE.secret)),
}
SOCIALACCOUNT_STORE_TOKENS = False
SESSION_COOKIE_AGE = _LIMITS.hours * _HOUR
SESSION_SAVE_EVERY_REQUEST = False

# What a browser may do with a page.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = True
if _HERE.tls:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = _YEAR
    SECURE_SSL_REDIRECT = _HERE.proxies == 0
if _HERE.proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = _HERE.proxies
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in _HERE.hosts] if _HERE.tls else []
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# Files that every page loads, all from here.
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = False  # `packing` says which files there are.
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = _HOUR

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("en-us", "English, US"), ("en-150", "English, Europe")]
FORMAT_MODULE_PATH = ["everyrep.faces.web.notation"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
globals().update(_MAIL)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"no_secrets": {"()": "everyrep.faces.web.quiet.NoSecrets"}},
    "handlers": {
        "err": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_secrets"]}
    },
    "root": {"handlers": ["err"], "level": "WARNING"},
}
