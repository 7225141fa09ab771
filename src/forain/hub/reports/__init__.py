"""Offers on their way: pushes sent, reports followed to the last page, errors explained, grouped and corrected."""
