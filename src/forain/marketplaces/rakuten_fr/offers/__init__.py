"""Offers at Rakuten: lines written from offers, reports read back, errors explained."""
