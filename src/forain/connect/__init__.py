"""The socket in the wall: what the hub may ask of a marketplace, in business words only."""
