"""What crosses rooms: journeys, crashes, house rules."""
