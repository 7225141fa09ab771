"""Events: append-only facts about everything, with a cursor that never skips one."""
