"""The search as one types, over everybody who ever came."""
from figures import Figure, row
from programs import measured

PEOPLE = (10_000, 100_000, 1_000_000)
LIMIT_MS = 10  # ACCEPTANCE G, for 100,000 people


@row("search")
def search(bench):
    figures = []
    for people in PEOPLE:
        series = measured(bench, "search", "search", people)
        count = f"{people:,} people"
        figures += [
            Figure(what=f"search letter by letter, {count}", unit="ms", ours=series["ours"], peer=series["peer"],
                   peer_name="SQLite's trigram index or LIKE in memory", limit=LIMIT_MS if people <= 100_000 else None, limit_at=0.99),
            Figure(what=f"index made of names in clear, {count}", unit="s", ours=series["build_s"], peer=series["build_peer_s"],
                   peer_name="SQLite's"),
            Figure(what=f"index's memory, {count}", unit="MiB", ours=series["memory_mib"]),
            Figure(what=f"one person changed, {count}", unit="ms", ours=series["change_ms"]),
        ]
    return figures
