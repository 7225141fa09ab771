"""Orders and their lines on seven independent axes (product.md section 2)."""
