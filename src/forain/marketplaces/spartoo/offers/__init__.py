"""Offers at Spartoo: documents written from offers, answers read back, codes explained."""
