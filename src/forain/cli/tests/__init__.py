"""Tests of the command line: the sentences, the exit codes, and real processes."""
