"""What a person must do before a time, and the threads and claims behind it."""
