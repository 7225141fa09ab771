"""Settings of an installation: a TOML file, then the environment, then `*_FILE` secrets; read once at start.

Everything has a default that works for one person on one machine. `FORAIN_` is the prefix of the variables.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Literal

from cryptography.fernet import Fernet
from pydantic import Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)


def default_data() -> Path:
    """The data folder when none is named: `FORAIN_DATA`, else the user's own share folder."""
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(os.environ.get("FORAIN_DATA") or Path(base) / "forain").expanduser().absolute()


class Config(BaseSettings):
    """What can be set. Names in the environment carry the prefix `FORAIN_`."""

    model_config = SettingsConfigDict(env_prefix="FORAIN_", extra="ignore")

    data: Path = Field(default_factory=default_data, description="Folder of everything that is kept")
    database_url: SecretStr | None = Field(
        default=None, description="PostgreSQL to use instead of the embedded one"
    )
    secret_keys: SecretStr | None = Field(
        default=None, description="Fernet keys, newest first, separated by commas"
    )
    session_key: SecretStr | None = Field(default=None, description="Key that signs sessions")
    hosts: str = Field(default="*", description="Host names the web pages answer to, separated by commas")
    https: bool = Field(default=False, description="Pages are reached through TLS: secure cookies, HSTS")
    origins: str = Field(default="", description="Trusted origins behind a proxy, separated by commas")
    language: str = Field(default="fr", description="Language of pages before anybody logged in")
    log_json: bool = Field(default=False, description="Logs as JSON lines")
    address: str = Field(
        default="", description="How people reach the pages, https://forain.example, for links in mails"
    )
    mail_host: str = Field(default="", description="SMTP server for mails about deadlines; empty: no mails")
    mail_port: int = Field(default=587, description="Its port")
    mail_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the way to it is secured"
    )
    mail_user: str = Field(default="", description="User name at the mail server; empty: none is needed")
    mail_password: SecretStr | None = Field(default=None, description="Password at the mail server")
    mail_from: str = Field(default="forain@localhost", description="Sender of the mails")
    webhook_networks: str = Field(
        default="",
        description="Private networks webhooks may go to and offers come from, separated by commas",
    )
    offer_folders: str = Field(
        default="", description="Folders offers may be read from when asked over the API, separated by commas"
    )
    exchange_days: int = Field(default=90, description="Days exchanges are kept")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  the library's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        toml = TomlConfigSettingsSource(settings_cls, default_data() / "forain.toml")
        return init_settings, _FileSecrets(settings_cls), env_settings, toml


class _FileSecrets(PydanticBaseSettingsSource):
    """`FORAIN_X_FILE` names a file that holds the value of `FORAIN_X`."""

    def get_field_value(self, field: object, field_name: str) -> tuple[object, str, bool]:  # noqa: ARG002
        path = os.environ.get(f"FORAIN_{field_name.upper()}_FILE")
        value = Path(path).read_text(encoding="utf-8").strip() if path else None
        return value, field_name, False

    def __call__(self) -> dict[str, object]:
        found = {name: self.get_field_value(None, name)[0] for name in self.settings_cls.model_fields}
        return {name: value for name, value in found.items() if value is not None}


@cache
def config() -> Config:
    return Config()


def sealing_keys(settings: Config) -> list[str]:
    """Keys for credentials at rest: those that are set, else the data folder's, made when first needed."""
    if settings.secret_keys:
        return [key.strip() for key in settings.secret_keys.get_secret_value().split(",") if key.strip()]
    return _kept(settings.data / "secret.keys", lambda: Fernet.generate_key().decode()).split()


def signing_key(settings: Config) -> str:
    if settings.session_key:
        return settings.session_key.get_secret_value()
    return _kept(settings.data / "session.key", lambda: secrets.token_urlsafe(48))


def _kept(path: Path, make: Callable[[], str]) -> str:
    """The content of a private file, written once with what `make` gives."""
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(make())
    return path.read_text(encoding="ascii").strip()
