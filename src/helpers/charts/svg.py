"""Turns matplotlib's SVG document into an element for a page."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_PATH = re.compile(r"([A-Za-z])|(-?\d+(?:\.\d+)?(?:e-?\d+)?)")
_LOOK_OF_TEXT = ("font-size", "font-weight", "text-anchor", "fill")
_PLAIN_VALUES = {("text-anchor", "start"), ("stroke-linecap", "butt"), ("stroke-dashoffset", "0")}


def clean(raw: str, key: str, title: str, description: str) -> str:
    """Turn matplotlib's SVG document into an element for a page.

    Removes prolog, doctype, metadata, the style for all elements, and useless groups and ids. Styles become
    attributes, which a page's security policy can't forbid, and ids begin with the key.
    """
    root = ET.fromstring(raw)  # noqa: S314 (matplotlib wrote it, a line above)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{_SVG}metadata", f"{_SVG}style"):
                parent.remove(child)
    for element in root.iter():
        element.tag = element.tag.removeprefix(_SVG)
        _tidy_attributes(element)
    _rename_ids(root, key)
    _style_marks_once(root)
    body = ET.Element("g")
    body.extend(_flat(root))
    _gather_text(body)

    _, _, width, height = (float(part) for part in root.attrib["viewBox"].split())
    svg = ET.Element(
        "svg",
        {
            "xmlns": _SVG[1:-1],
            "viewBox": f"0 0 {_short(width)} {_short(height)}",
            "width": "100%",
            # Points of the drawing as pixels of a page: 96 to an inch, not 72.
            "height": _short(round(height * 96 / 72)),
            "preserveAspectRatio": "xMinYMin meet",
            "role": "img",
            "aria-labelledby": f"{key}-title {key}-desc",
            "font-family": "Sarabun, sans-serif",
            "stroke-linejoin": "round",
        },
    )
    ET.SubElement(svg, "title", {"id": f"{key}-title"}).text = title
    ET.SubElement(svg, "desc", {"id": f"{key}-desc"}).text = description
    svg.extend(body)
    for element in svg.iter():
        element.tail = None
        if element.tag not in ("text", "title", "desc"):
            element.text = None
    return ET.tostring(svg, encoding="unicode")


def _tidy_attributes(element: ET.Element) -> None:
    """Turn styles into attributes, shorten numbers, and drop attributes that repeat the default."""
    style = element.attrib.pop("style", "")
    for declaration in filter(None, (part.strip() for part in style.split(";"))):
        name, value = declaration.split(":", 1)
        element.set(name.strip(), value.strip())
    # matplotlib gives each text a rotation, also upright ones.
    if element.get("transform", "").startswith("rotate(-0 "):
        del element.attrib["transform"]
    # The short name of a link needs no namespace in the page.
    if _HREF in element.attrib:
        element.set("href", element.attrib.pop(_HREF))
    if "d" in element.attrib:
        element.set("d", _short_path(element.attrib["d"]))
    for name in ("x", "y", "stroke-width", "font-size"):
        if name in element.attrib:
            element.set(name, _short(float(element.attrib[name].removesuffix("px"))))
    for name, value in list(element.attrib.items()):
        if name in ("font-family", "stroke-linejoin") or (name, value) in _PLAIN_VALUES:
            del element.attrib[name]


def _rename_ids(root: ET.Element, key: str) -> None:
    """Keep only ids that are referred to, and make them unique to this chart."""
    names: dict[str, str] = {}
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "href":
                new = names.setdefault(value[1:], f"{key}-{len(names) + 1}")
                element.set(name, f"#{new}")
            elif value.startswith("url(#"):
                new = names.setdefault(value[5:-1], f"{key}-{len(names) + 1}")
                element.set(name, f"url(#{new})")
    for element in root.iter():
        if element.get("id") in names:
            element.set("id", names[element.attrib["id"]])
        else:
            element.attrib.pop("id", None)


def _style_marks_once(root: ET.Element) -> None:
    """Move styles that all uses of a mark share to the mark, and drop those that repeat the mark's own."""
    for mark in root.iter("path"):
        uses = [use for use in root.iter("use") if use.get("href") == f"#{mark.get('id')}"]
        for name in ("fill", "stroke", "stroke-width"):
            values = {use.get(name, "") for use in uses}
            if name not in mark.attrib and len(values) == 1 and (common := values.pop()):
                mark.set(name, common)
            if name in mark.attrib:
                for use in uses:
                    use.attrib.pop(name, None)


def _flat(parent: ET.Element) -> Iterable[ET.Element]:
    """The children, without empty definitions and without groups that serve no purpose."""
    for child in parent:
        if child.tag == "defs" and not len(child):
            continue
        if child.tag == "g" and not child.attrib:
            yield from _flat(child)
        else:
            yield child


def _gather_text(body: ET.Element) -> None:
    """Put the text after the drawing, with equally styled text in one group that sets the style once."""
    groups: dict[tuple[tuple[str, str], ...], ET.Element] = {}
    for text in [child for child in body if child.tag == "text"]:
        look = tuple((name, text.attrib.pop(name)) for name in _LOOK_OF_TEXT if name in text.attrib)
        groups.setdefault(look, ET.Element("g", dict(look))).append(text)
        body.remove(text)
    body.extend(groups.values())


def _short(number: float) -> str:
    text = f"{number:.1f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else re.sub(r"^(-?)0\.", r"\1.", text)


def _short_path(path: str) -> str:
    """The same path to a tenth of a point, each step absolute or relative, whichever is shorter."""
    # Steps are in tenths, so that relative ones do not add up rounding errors.
    parts: list[str] = []
    begun = here = (0, 0)
    for command, numbers in _commands(path):
        if command in "Zz":
            parts.append("z")
            here = begun
            continue
        away = [number - here[n % 2] for n, number in enumerate(numbers)]
        end = (numbers[-2], numbers[-1])
        if command == "L" and end[1] == here[1]:
            ways = ("H", numbers[:1]), ("h", away[:1])
        elif command == "L" and end[0] == here[0]:
            ways = ("V", numbers[1:]), ("v", away[1:])
        else:
            ways = (command, numbers), (command.lower(), away)
        parts.append(min((letter + _joined(step) for letter, step in ways), key=len))
        here = end
        begun = end if command == "M" else begun
    return "".join(parts)


def _joined(tenths: Iterable[int]) -> str:
    """Join the numbers of a path, without a blank before a minus, which separates as well."""
    return " ".join(_short(number / 10) for number in tenths).replace(" -", "-")


def _commands(path: str) -> Iterable[tuple[str, list[int]]]:
    """Each command with its numbers, in tenths."""
    command, numbers = "", list[int]()
    for letter, number in _PATH.findall(path):
        if letter:
            if command:
                yield command, numbers
            command, numbers = letter, []
        else:
            numbers.append(round(float(number) * 10))
    yield command, numbers
