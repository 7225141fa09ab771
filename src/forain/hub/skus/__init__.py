"""The merchant's own SKUs, and how a marketplace's words for an article lead to them."""
