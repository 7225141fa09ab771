"""Parcels as we sent them, and the carriers that bring them."""
