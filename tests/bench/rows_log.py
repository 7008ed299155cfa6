"""The log: durable appends beside SQLite's own."""
from figures import Figure, row
from programs import measured


@row("append")
def append(bench):
    series = measured(bench, "log", "append", bench.runs)
    return [Figure(what="events appended durably, one a transaction", unit="/s", ours=series["ours"], peer=series["peer"],
                   peer_name="SQLite's single-row transactions", ratio_min=0.8)]
