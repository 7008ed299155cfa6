"""The exchange between stations by way of a real PostgreSQL on this machine, over TLS and durable."""
from figures import Figure, row
from programs import measured

GROWTH = (10_000, 100_000, 1_000_000)  # events in the central store
LATENCY_MS = 100  # ACCEPTANCE G


@row("push")
def push(bench):
    figures = []
    for events in (10_000, 100_000):
        series = measured(bench, "exchange", "push", bench.runs, events)
        figures.append(Figure(what=f"one station pushes {events:,} events to PostgreSQL", unit="/s", ours=series["ours"],
                              peer=series["peer"], peer_name="COPY of the same rows", ratio_min=0.3))
    return figures


@row("pull")
def pull(bench):
    series = {events: measured(bench, "exchange", "pull", events) for events in GROWTH}
    figures = []
    for events in GROWTH:
        figures += [Figure(what=f"a fresh station pulls {events:,} events", unit="/s", ours=series[events]["rate"]),
                    Figure(what=f"its memory at most meanwhile, {events:,} events", unit="MiB", ours=series[events]["memory_mib"])]
    small, large = series[GROWTH[1]], series[GROWTH[-1]]
    return figures + [Figure(what="its memory with 1,000,000 events beside 100,000", unit="MiB", ours=large["memory_mib"],
                             peer=small["memory_mib"], peer_name="with 100,000", ratio_max=1.2)]


@row("latency")
def latency(bench):
    series = measured(bench, "exchange", "latency", 300)
    return [Figure(what="written in the lobby, known at a connected guard", unit="ms", ours=series["ours"],
                   limit=LATENCY_MS, limit_at=0.99)]
