"""Running the hub: is it healthy, what does it do, what does it say, and what is wrong with it."""
