"""Time limits: the marketplaces' own, as their manifests tell them, and the merchant's in their place."""
