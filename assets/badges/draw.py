#!/usr/bin/env python3
"""Draws the bundled badges: one SVG a medium and orientation, with a layer a look. Run it after a change: assets/badges/draw.py

The files are ordinary Inkscape drawings (printing/badge_template.h says what counts in them); a designer may start from
any of them. They are drawn by this program so that a look is the same idea on every medium: visitor a rule, VIP a double
frame and a star, contractor an inverted band over hatching, escort-required an inverted band with a triangle in a heavy
frame, temporary pass a dashed frame. Each is told by shape alone; colour only repeats it.
"""
import argparse
import math
import pathlib

HERE = pathlib.Path(__file__).resolve().parent

INK, TEAL, GOLD, ORANGE, AMBER, BLUE = "#000000", "#0A5354", "#80601A", "#B23A08", "#FFC53D", "#2B4A8C"


class Medium:
    """A size and what follows from it. Lengths in mm; `scale` is of the letters, 1 on a card."""

    def __init__(self, name, what, shorter, longer, scale, edge, pad, qr, wide_qr=None, photo=True, wide_photo=True):
        self.name, self.what = name, what
        self.shorter, self.longer, self.scale, self.edge, self.pad = shorter, longer, scale, edge, pad
        self.qr, self.wide_qr = qr, wide_qr or qr
        self.photo, self.wide_photo = photo, wide_photo


MEDIA = [
    Medium("cr80", "a plastic card (CR80)", 54, 85.6, 1.0, 1.7, 4.2, 24.6, wide_photo=False),
    Medium("roll-62", "a continuous roll, 62 mm wide", 62, 100, 1.15, 2.3, 5.2, 29.2),
    Medium("label-59x102", "a label of 59 x 102 mm", 59, 102, 1.12, 2.3, 5.0, 29.2, wide_qr=24.6),
    Medium("label-54x101", "a label of 54 x 101 mm", 54, 101, 1.08, 2.1, 4.6, 29.2, wide_qr=24.6),
    Medium("label-2.25x4in", "a name badge label of 2.25 x 4 in", 57.15, 101.6, 1.1, 2.2, 4.8, 29.2, wide_qr=24.6),
    Medium("a6", "a sheet of A6", 105, 148, 1.7, 4.2, 9.4, 39.2),
]


def number(value):
    return f"{value:.2f}".rstrip("0").rstrip(".")


class Layout:
    """Where the boxes of one drawing are: name -> (x, y, width, height, style)."""

    def __init__(self, medium, portrait):
        self.medium, self.portrait = medium, portrait
        self.width, self.height = (medium.shorter, medium.longer) if portrait else (medium.longer, medium.shorter)
        self.band = 6.0 * medium.scale       # of the head, which holds the type
        self.strip = 1.9 * medium.scale      # under it: hatching, or a rule
        self.boxes = {}
        (self.stand if portrait else self.lie)()

    def put(self, name, x, y, width, height, **style):
        self.boxes[name] = (x, y, width, height, style)

    def text(self, name, x, y, width, height, size, least, **style):
        scale = self.medium.scale
        self.put(name, x, y, width, height, size=size * scale, min_size=max(least * scale * 0.9, 1.9), **style)

    def qr(self, size, bottom):
        """At the right, its code under it. Answers the top of it."""
        edge, s = self.medium.edge, self.medium.scale
        code = 2.7 * s
        x = self.width - max(self.medium.pad - 1.5 * s, edge + 1.7 * s) - size  # its own white margin hides no frame
        self.put("qr", x, bottom - code - size, size, size)
        self.text("code", x, bottom - code + 0.05, size, code - 0.05, 2.7, 2.2, align="center", weight=600, spacing=0.06)
        return bottom - code - size

    def stand(self):
        medium, s = self.medium, self.medium.scale
        x, width = medium.pad, self.width - 2 * medium.pad
        top = medium.edge + self.band + self.strip
        self.text("type", x, medium.edge, width, self.band, 3.7, 2.0, weight=700, lines=2, spacing=0.01)
        self.text("valid-until", x, top + 0.8 * s, width, 3.4 * s, 2.9, 2.1, weight=500)
        below = self.qr(medium.qr, self.height - medium.edge - 2.2 * s)
        if medium.photo:
            room = self.boxes["qr"][0] - x - 1.2 * s
            photo = min(room, 0.78 * (medium.qr + 1.5 * s))
            self.put("photo", x, below + 1.2 * s, photo, min(photo / 0.76, medium.qr + 1.2 * s))
        rows = [("escort", 6.2, 0.9, 3.6, 2.1, dict(weight=700, lines=2)), ("zones", 4.8, 0.8, 3.0, 2.1, dict(weight=600, lines=2)),
                ("host", 4.9, 0.1, 3.8, 2.3, dict(weight=600, lines=2)), ("host-label", 2.9, 0.9, 2.5, 1.9, {}),
                ("company", 5.2, 0.8, 3.9, 2.3, dict(lines=2))]
        for name, height, gap, size, least, style in rows:
            below -= (height + gap) * s
            self.text(name, x, below, width, height * s, size, least, **style)
        name_top = top + 4.6 * s
        self.text("name", x, name_top, width, below - 0.8 * s - name_top, 12, 3.2, weight=700, lines=3, spacing=-0.015,
                  valign="middle")

    def lie(self):
        medium, s = self.medium, self.medium.scale
        x, width = medium.pad, self.width - 2 * medium.pad
        top = medium.edge + self.band + self.strip
        self.text("type", x, medium.edge, width * 0.56, self.band, 3.7, 2.0, weight=700, lines=2, spacing=0.01)
        self.text("valid-until", x + width * 0.58, medium.edge, width * 0.42, self.band, 3.0, 2.0, align="end", weight=500, lines=2)
        bottom = self.height - medium.edge - 2.2 * s
        qr_top = self.qr(medium.wide_qr, bottom)
        self.text("name", x, top + 0.4 * s, width, qr_top - top - 0.7 * s, 14, 3.2, weight=700, lines=3, spacing=-0.015,
                  valign="middle")
        column = self.boxes["qr"][0] - x - 2.0 * s
        if medium.wide_photo:
            height = bottom - qr_top - 1.2 * s
            photo = min(0.76 * height, 0.36 * column)
            self.put("photo", x + column - photo, qr_top + 1.2 * s, photo, min(height, photo / 0.74))
            column -= photo + 2.2 * s
        rows = [("company", 5.2, 0.0, 3.9, 2.3, dict(lines=2)), ("host-label", 2.8, 0.4, 2.5, 1.9, {}),
                ("host", 4.7, 0.1, 3.8, 2.2, dict(weight=600, lines=2)), ("zones", 4.8, 0.5, 3.0, 2.1, dict(weight=600, lines=2))]
        y = qr_top + 0.4 * s
        for name, height, gap, size, least, style in rows:
            y += gap * s
            self.text(name, x, y, column, height * s, size, least, **style)
            y += height * s
        escort = min(bottom - y - 0.9 * s, 6.4 * s)
        self.text("escort", x, bottom - escort, column, escort, 3.7, 2.1, weight=700, lines=2)

    def rect(self, name, key="id", indent=4, **more):
        x, y, width, height, style = self.boxes[name]
        style = {**style, **more}
        shift, down = style.pop("shift", 0), style.pop("down", 0)
        attributes = "".join(f' data-{word.replace("_", "-")}="{number(value) if isinstance(value, float) else value}"'
                             for word, value in style.items())
        return (f'{" " * indent}<rect {key}="{name}" x="{number(x + shift)}" y="{number(y + down)}" width="{number(width - shift)}" '
                f'height="{number(height)}"{attributes} style="fill:#0a5354;fill-opacity:0.12"/>')


def star(x, y, radius, colour):
    points = []
    for corner in range(10):
        length = radius if corner % 2 == 0 else radius * 0.42
        angle = math.pi * corner / 5 - math.pi / 2
        points.append(f"{number(x + length * math.cos(angle))},{number(y + length * math.sin(angle))}")
    return f'<polygon points="{" ".join(points)}" fill="{colour}"/>'


def triangle(x, y, side, colour):
    """A warning triangle with its mark cut out; `y` is its middle."""
    height = side * 0.9
    top, bottom, line = y - height / 2, y + height / 2, side * 0.13
    mark = (f"M{number(x - line / 2)} {number(top + height * 0.36)}h{number(line)}l{number(-line * 0.2)} {number(height * 0.3)}"
            f"h{number(-line * 0.6)}zM{number(x - line / 2)} {number(bottom - height * 0.25)}h{number(line)}v{number(line)}h{number(-line)}z")
    return (f'<path fill-rule="evenodd" fill="{colour}" d="M{number(x)} {number(top)}L{number(x + side / 2)} {number(bottom)}'
            f'H{number(x - side / 2)}z{mark}"/>')


class Looks:
    """The artwork of each look on one layout."""

    def __init__(self, layout):
        self.layout = layout
        self.edge, self.band, self.strip = layout.medium.edge, layout.band, layout.strip
        self.scale = layout.medium.scale
        self.left, self.right = self.edge, layout.width - self.edge
        self.middle = self.edge + self.band / 2
        self.icon = self.band * 0.62

    def frame(self, inset, line, colour, more=""):
        at, width, height = self.edge + inset, self.layout.width - 2 * (self.edge + inset), self.layout.height - 2 * (self.edge + inset)
        return (f'<rect x="{number(at)}" y="{number(at)}" width="{number(width)}" height="{number(height)}" fill="none" '
                f'stroke="{colour}" stroke-width="{number(line)}"{more}/>')

    def bar(self, y, height, fill):
        return f'<rect x="{number(self.left)}" y="{number(y)}" width="{number(self.right - self.left)}" height="{number(height)}" fill="{fill}"/>'

    def head(self, shift, colour, down=0.0):
        """The boxes of the head, in another colour or moved for an icon or a frame."""
        rows = [self.layout.rect("type", "data-box", shift=shift, down=down, color=colour)]
        if not self.layout.portrait:
            rows.append(self.layout.rect("valid-until", "data-box", down=down, color=colour))
        return [row.strip() for row in rows]

    def visitor(self, colour):
        ink = TEAL if colour else INK
        return [self.bar(self.edge + self.band, self.strip * 0.5, ink)]

    def vip(self, colour):
        ink = GOLD if colour else INK
        x = self.layout.medium.pad + self.icon * 0.5
        return [self.frame(0, 0.8 * self.scale, ink), self.frame(1.15 * self.scale, 0.3 * self.scale, ink),
                star(x, self.middle + self.strip * 0.6, self.icon * 0.58, ink)]

    def contractor(self, colour):
        ink = ORANGE if colour else INK
        stripes = "stripes-colour" if colour else "stripes-black"
        return [self.bar(self.edge, self.band, ink), self.bar(self.edge + self.band, self.strip, f"url(#{stripes})")]

    def escort_required(self, colour):
        fill, mark = (AMBER, INK) if colour else (INK, "#FFFFFF")
        line = 1.3 * self.scale
        x = self.layout.medium.pad + self.icon * 0.5
        rows = [self.frame(line / 2, line, fill), self.bar(self.edge, self.band + self.strip * 0.3, fill)]
        if colour:
            rows.append(self.frame(0, 0.3 * self.scale, INK))
        rows.append(triangle(x, self.middle, self.icon * 1.15, mark))
        return rows + self.head(self.icon * 1.5, mark)

    def temporary_pass(self, colour):
        ink = BLUE if colour else INK
        dash = 4 * self.scale
        dashes = f' stroke-dasharray="{number(dash)} {number(dash * 0.55)}"'
        line = 1.1 * self.scale
        y = self.edge + self.band + self.strip * 0.7
        return [self.frame(line / 2, line, ink, dashes),
                f'<path d="M{number(self.left)} {number(y)}H{number(self.right)}" stroke="{ink}" '
                f'stroke-width="{number(line * 0.6)}"{dashes}/>']

    def shared(self, look):
        """Boxes that a look has in another way, whatever the inks."""
        if look == "vip":
            return self.head(self.icon * 1.5, INK, self.strip * 0.6)
        if look == "temporary-pass":
            return self.head(0.0, INK, self.strip * 0.5)
        if look == "contractor":
            return self.head(0.0, "#FFFFFF")
        return []


LOOKS = ["visitor", "vip", "contractor", "escort-required", "temporary-pass"]


def layer(name, content, indent, hidden=False):
    space = " " * indent
    shown = ' style="display:none"' if hidden else ""
    rows = [f'{space}<g inkscape:groupmode="layer" inkscape:label="{name}"{shown}>']
    rows += [row if row.startswith(" ") else f"{space}  {row}" for row in content]
    return rows + [f"{space}</g>"]


def look_layers(layout):
    looks, rows = Looks(layout), []
    for name in LOOKS:
        draw = getattr(looks, name.replace("-", "_"))
        content = looks.shared(name)
        content += layer("ink-colour", draw(True), 4)
        content += layer("ink-black", draw(False), 4, hidden=True)
        rows += layer(f"look-{name}", content, 2, hidden=name != "visitor")
    return rows


def box_layer(layout):
    rows = [layout.rect(name) for name in layout.boxes]
    colour = [layout.rect("escort", "data-box", 6, mark_color=INK, mark_fill=AMBER).strip()]
    return layer("boxes", rows + layer("ink-colour", colour, 4), 2)


def document(layout, width, height, title, inner):
    period = number(2.6 * layout.medium.scale)
    half = number(1.3 * layout.medium.scale)
    patterns = [f'    <pattern id="stripes-{name}" width="{period}" height="{period}" patternUnits="userSpaceOnUse" '
                f'patternTransform="rotate(45)"><rect width="{half}" height="{period}" fill="{colour}"/></pattern>'
                for name, colour in (("colour", ORANGE), ("black", INK))]
    return "\n".join([
        '<?xml version="1.0" encoding="UTF-8"?>', f"<!-- {title} Drawn by draw.py; printing/badge_template.h explains layers and boxes. -->",
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"',
        '     xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" '
        f'width="{number(width)}mm" height="{number(height)}mm" viewBox="0 0 {number(width)} {number(height)}">',
        '  <sodipodi:namedview inkscape:document-units="mm"/>', "  <defs>", *patterns, "  </defs>", *inner, "</svg>", ""])


def badge(medium, portrait):
    layout = Layout(medium, portrait)
    way = "portrait" if portrait else "landscape"
    title = f"The badges on {medium.what}, {way}."
    return f"{medium.name}-{way}.svg", document(layout, layout.width, layout.height, title,
                                                look_layers(layout) + box_layer(layout))


def sheet(portrait):
    """A4, folded to A6 twice: the badge is the upper left quarter."""
    layout = Layout(Medium("a4", "", 105, 148.5, 1.7, 4.2, 9.4, 39.2), portrait)
    width, height = 2 * layout.width, 2 * layout.height
    half_x, half_y = number(layout.width), number(layout.height)
    fold = 'fill="none" stroke="#000000" stroke-width="0.3" stroke-dasharray="2 2"'
    folds = layer("folds", [
        f'<path d="M{half_x} 4V{number(height - 4)}M4 {half_y}H{number(width - 4)}" {fold}/>'], 2)
    way = "portrait" if portrait else "landscape"
    title = (f"A sheet of A4, {way}: the badge is its upper left quarter; folded back along both dashed lines it is a badge of "
             "A6 for a pouch.")
    return f"a4-{way}.svg", document(layout, width, height, title, look_layers(layout) + box_layer(layout) + folds)


def files():
    return [badge(medium, portrait) for medium in MEDIA for portrait in (True, False)] + [sheet(True), sheet(False)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only say whether the files are as this program draws them")
    arguments = parser.parse_args()
    stale = [name for name, svg in files() if not (HERE / name).exists() or (HERE / name).read_text() != svg]
    if arguments.check:
        print("\n".join(f"{name} isn't as draw.py draws it: run assets/badges/draw.py" for name in stale) or "up to date")
        return 1 if stale else 0
    for name, svg in files():
        (HERE / name).write_text(svg)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
