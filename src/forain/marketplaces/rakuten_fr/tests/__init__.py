"""Tests of the Rakuten room: through real bytes and the sandbox, never through patched classes."""
