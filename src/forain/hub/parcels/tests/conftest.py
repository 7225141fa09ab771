"""The readers of files need Django's words, nothing else."""

from forain.hub.testing import prepare

prepare()
