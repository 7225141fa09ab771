"""Tests of the processes, with real children."""
