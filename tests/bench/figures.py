"""Rows of the bench's table: samples of ours and of a peer, and the bar between them."""
import dataclasses
import math
import statistics

ROWS = {}


def row(name):
    """Marks a function of a Bench that returns a list of Figures as one of the bench's rows."""
    def register(function):
        ROWS[name] = function
        return function
    return register


def percentile(samples, part):
    """The smallest sample that at least `part` (0…1) of all samples don't exceed."""
    ordered = sorted(samples)
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)]


@dataclasses.dataclass(frozen=True)
class Figure:
    """What was measured, in `unit`. The bar is a limit for the ratio of medians (`ratio_max`), or for a quantile of ours (`limit`)."""
    what: str
    unit: str
    ours: list
    peer: list = dataclasses.field(default_factory=list)
    peer_name: str = ""
    ratio_max: float | None = None   # ours / peer, medians
    ratio_min: float | None = None   # the same, where more is better
    limit: float | None = None       # of ours
    limit_at: float = 0.5            # which quantile of ours the limit is for
    at_least: float | None = None    # of our median, where more is better

    def ratio(self):
        return statistics.median(self.ours) / statistics.median(self.peer) if self.peer else None

    def met(self):
        if self.ratio_max is not None and self.ratio() > self.ratio_max:
            return False
        if self.ratio_min is not None and self.ratio() < self.ratio_min:
            return False
        if self.at_least is not None and statistics.median(self.ours) < self.at_least:
            return False
        return self.limit is None or percentile(self.ours, self.limit_at) <= self.limit

    def bar(self):
        bars = []
        if self.ratio_max is not None:
            bars.append(f"≤ {self.ratio_max:.2f} of {self.peer_name}")
        if self.ratio_min is not None:
            bars.append(f"≥ {self.ratio_min:.2f} of {self.peer_name}")
        if self.limit is not None:
            name = "median" if self.limit_at == 0.5 else f"p{self.limit_at * 100:g}"
            bars.append(f"{name} ≤ {self.limit:g} {self.unit}")
        if self.at_least is not None:
            bars.append(f"median ≥ {self.at_least:g} {self.unit}")
        return ", ".join(bars) or "none"

    def raw(self):
        return {"unit": self.unit, "ours": self.ours, self.peer_name or "peer": self.peer, "bar": self.bar(), "met": self.met()}


def shown(samples, unit):
    if not samples:
        return "–"
    return f"{statistics.median(samples):.4g} {unit} (p99 {percentile(samples, 0.99):.4g}, n {len(samples)})"


def print_table(figures, machine):
    head = ("what", "ours", "peer", "ratio", "bar", "met")
    lines = [head]
    for figure in figures:
        ratio = figure.ratio()
        lines.append((figure.what, shown(figure.ours, figure.unit), shown(figure.peer, figure.unit),
                      "–" if ratio is None else f"{ratio:.3f}", figure.bar(), "yes" if figure.met() else "NO"))
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    print(f"Medians; {machine}")
    for number, line in enumerate(lines):
        print(" | ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())
        if number == 0:
            print("-|-".join("-" * width for width in widths))
