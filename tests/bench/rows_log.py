"""The log: durable appends beside SQLite's own; rebuild and start as the log grows."""
from figures import Figure, row
from programs import measured

GROWTH = (10_000, 100_000, 1_000_000)  # events in the log


@row("append")
def append(bench):
    series = measured(bench, "log", "append", bench.runs)
    return [Figure(what="events appended durably, one a transaction", unit="/s", ours=series["ours"], peer=series["peer"],
                   peer_name="SQLite's single-row transactions", ratio_min=0.8)]


def growth_runs(bench, events):
    """A log of a million events takes minutes; three samples of each show its growth as well as seven."""
    return bench.runs if events < GROWTH[-1] else 3


def grown(bench):
    """The series of a log of each size; made once for all rows that read them."""
    if not hasattr(grown, "series"):
        grown.series = {events: measured(bench, "log", "grown", events, growth_runs(bench, events)) for events in GROWTH}
    return grown.series


@row("rebuild")
def rebuild(bench):
    figures = [Figure(what=f"rebuild of all projections, {events:,} events", unit="/s", ours=series["rebuild"], at_least=200_000)
               for events, series in grown(bench).items()]
    small, large = (grown(bench)[events]["rebuild"] for events in (GROWTH[0], GROWTH[-1]))
    return figures + [Figure(what="rebuild's speed with 1,000,000 events beside 10,000", unit="/s", ours=large, peer=small,
                             peer_name="its speed with 10,000", ratio_min=0.5)]


@row("start_log")
def start_log(bench):
    return [Figure(what=f"log opened and first questions answered, {events:,} events", unit="ms", ours=series["start"])
            for events, series in grown(bench).items()]
