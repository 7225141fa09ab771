"""polars: the bare comparison of wanted and published, both already in memory; what differs, with old and new.

Run by `bench/offers_plan.py` in the peers' environment: ``python polars_plan.py WANTED PUBLISHED ROUNDS`` prints JSON.
"""

import json
import statistics
import sys
import time

import polars as pl


def differences(wanted, published):
    both = wanted.join(published, on="sku", how="full", coalesce=True)
    return both.filter(
        pl.col("digest").ne_missing(pl.col("digest_right"))
        | pl.col("price").ne_missing(pl.col("price_right"))
        | pl.col("quantity").ne_missing(pl.col("quantity_right"))
    )


def main(wanted_file, published_file, rounds):
    wanted, published = pl.read_csv(wanted_file), pl.read_csv(published_file)
    taken = []
    for _ in range(int(rounds)):
        began = time.perf_counter()
        found = differences(wanted, published)
        taken.append(time.perf_counter() - began)
    print(json.dumps({"seconds": statistics.median(taken), "count": found.height}))


main(*sys.argv[1:])
