"""Returns: products on their way back."""
