"""A badge's way to a real print server: cupsd with ippeveprinter behind it, both started by the bench program."""
from figures import Figure, row
from programs import measured

CONFIRM_MS = 100  # ACCEPTANCE G


@row("confirm")
def confirm(bench):
    series = measured(bench, "print", "confirm", 100)
    return [Figure(what="\"Confirm\" tapped to badge accepted by CUPS", unit="ms", ours=series["ours"], limit=CONFIRM_MS,
                   limit_at=0.99)]
