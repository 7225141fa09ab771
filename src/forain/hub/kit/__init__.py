"""Small things every room of the hub uses: time, ids, money fields, leases, sealed fields, database threads."""
