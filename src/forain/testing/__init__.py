"""What other people's tests may use: the pytest plug-in with a sandbox in it."""
