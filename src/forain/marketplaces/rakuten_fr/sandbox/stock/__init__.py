"""Stock: files and what becomes of them, product types, the seller's inventory. Knows no HTTP but in `services`."""
