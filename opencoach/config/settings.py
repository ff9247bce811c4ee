"""Django's settings, all of them, for every kind of run. What differs comes from `env.py`."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF  # noqa: F401
from django.utils.translation import gettext_lazy as _

from opencoach.config import env as environment
from opencoach.config import modern_sqlite
from opencoach.config.database import database
from opencoach.config.logs import logging_of
from opencoach.config.names import own_names
from opencoach.lib.secretkey import secret_key

modern_sqlite.use()

ENV = environment.read()
PACKAGE = Path(__file__).resolve().parent.parent
DATA = ENV.data.resolve()

DEBUG = ENV.debug
SECRET_KEY = secret_key(ENV.secret_key, DATA)
EVERYWHERE = ENV.host in {"0.0.0.0", "::"}  # noqa: S104 (asked for by --host)
PUBLIC_URL = ENV.url or f"http://{'127.0.0.1' if EVERYWHERE else ENV.host}:{ENV.port}"
HAS_PUBLIC_URL = bool(ENV.url)
HTTPS = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = list({urlsplit(PUBLIC_URL).hostname or "", ENV.host, "127.0.0.1", "localhost", "[::1]"} - {""})
if EVERYWHERE and not ENV.url:  # a try-out in one's own network, by this machine's name or address
    ALLOWED_HOSTS += own_names()
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "opencoach.config",
    "opencoach.live",
    "opencoach.people",
    "opencoach.outbox",
    "opencoach.library",
    "opencoach.questionnaires",
    "opencoach.conversations",
    "opencoach.plan",
    "opencoach.notes",
    "opencoach.onboarding",
    "opencoach.sessions",
    "opencoach.scheduling",
    "opencoach.rooms",
    "opencoach.dashboard",
    "opencoach.demo",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "template_partials",
    "csp",
    "anymail",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "opencoach.people.middleware.SignInFirst",
    "opencoach.people.middleware.ReadersZone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "opencoach.config.activity.Activity",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "opencoach.config.urls"
ASGI_APPLICATION = "opencoach.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "opencoach.people.context.shell",
            ],
            "builtins": ["opencoach.people.templatetags.opencoach"],
        },
    },
]
FORM_RENDERER = "opencoach.lib.selects.Renderer"

DATABASES = {"default": database(ENV.database_url, DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": ENV.redis_url}
    if ENV.redis_url
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # of 300, as it is otherwise, strangers could push out what limits them
    }
}

# People and signing in
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard:home"
ACCOUNT_ADAPTER = "opencoach.onboarding.adapter.AccountAdapter"
_FORMS = "opencoach.onboarding.forms.account"
ACCOUNT_FORMS = {
    "login": f"{_FORMS}.LoginForm",
    "request_login_code": f"{_FORMS}.RequestLoginCodeForm",
    "confirm_login_code": f"{_FORMS}.ConfirmLoginCodeForm",
    "add_email": f"{_FORMS}.AddAddressForm",
    "reset_password": f"{_FORMS}.ResetPasswordForm",
    "reset_password_from_key": f"{_FORMS}.ResetPasswordKeyForm",
    "change_password": f"{_FORMS}.ChangePasswordForm",
    "set_password": f"{_FORMS}.SetPasswordForm",
    "reauthenticate": f"{_FORMS}.ReauthenticateForm",
    "confirm_email_verification_code": f"{_FORMS}.ConfirmAddressForm",
}
MFA_FORMS = {
    "authenticate": f"{_FORMS}.AuthenticateForm",
    "reauthenticate": f"{_FORMS}.ReauthenticateCodeForm",
    "activate_totp": f"{_FORMS}.ActivateAppForm",
    "add_webauthn": f"{_FORMS}.AddPasskeyForm",
    "edit_webauthn": f"{_FORMS}.RenamePasskeyForm",
}
MFA_ADAPTER = "opencoach.onboarding.adapter.MfaAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]  # nobody signs up; without it the sign-in form has no password
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the other devices are signed out anyhow
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
USERSESSIONS_ADAPTER = "opencoach.onboarding.adapter.SessionsAdapter"
USERSESSIONS_TRACK_ACTIVITY = True

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False  # the live socket's POST fallback reads it
CSRF_FAILURE_VIEW = "opencoach.dashboard.errors.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a table of a questionnaire has 200 rows of 20 columns
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

# Words and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

LOGGING = logging_of(ENV.log_level)

# Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [  # what is served; the sources in static/css are bundled into static/build
    (folder, PACKAGE / "static" / folder) for folder in ("build", "icons") if (PACKAGE / "static" / folder).is_dir()
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "opencoach.config.static.Storage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 0 if DEBUG else 300  # of plain names; hashed ones are kept for ever
MEDIA_ROOT = DATA / "files"
KEYS_ROOT = DATA / "keys"

# Mail: see outbox/transports/email
MAIL_URL = ENV.mail_url
MAIL_WEBHOOK_SECRET, MAIL_WEBHOOK_KEY = ENV.mail_webhook_secret, ENV.mail_webhook_key
MAIL_IN, MAIL_IN_LISTEN, MAIL_IN_URL = ENV.mail_in, ENV.mail_in_listen, ENV.mail_in_url
MAIL_IN_TRUSTS = frozenset(one.strip().lower() for one in ENV.mail_in_trusts.split(",") if one.strip())
# Hosts in one's own network that may be asked all the same: see lib/outward
TRUSTED_HOSTS = frozenset(one.strip().lower() for one in ENV.trusted_hosts.split(",") if one.strip())
# Text messages: see outbox/transports/sms
TEXT_URL, TEXT_PRICE, TEXT_CAP = ENV.text_url, ENV.text_price, ENV.text_cap
DEFAULT_FROM_EMAIL = ENV.mail_from or f"OpenCoach <no-reply@{urlsplit(PUBLIC_URL).hostname}>"
DEMO = ENV.demo
