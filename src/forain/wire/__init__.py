"""Bytes on one side, typed messages on the other, and no meaning: shared by the SDK and the sandbox."""
