"""Offers from the desired state to the marketplaces and back, over real bytes."""
