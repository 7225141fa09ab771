"""The one place the version is written; read by the build and by `forain --version` without importing more."""

__version__ = "0.1.0"
