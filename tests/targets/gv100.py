"""Lines of GV100AD as the format's description gives them (columns counted from 1), for made-up municipalities."""

from __future__ import annotations

WIDTH = 220


def line(**columns: str) -> str:
    """A line with each text at its first column: ``at_23="Mühlbach"``."""
    cells = [" "] * WIDTH
    for name, text in columns.items():
        start = int(name.removeprefix("at_")) - 1
        cells[start : start + len(text)] = text
    assert len(cells) == WIDTH
    return "".join(cells)


def land(key: str = "09", name: str = "Bayern", day: str = "20261231") -> str:
    return line(at_1="10", at_3=day, at_11=key, at_23=name, at_73="München")


def region(key: str = "091", name: str = "Oberland", day: str = "20261231") -> str:
    return line(at_1="20", at_3=day, at_11=key, at_23=name)


def district(key: str = "09184", name: str = "Mühlkreis", kind: str = "44", day: str = "20261231") -> str:
    return line(at_1="40", at_3=day, at_11=key, at_23=name, at_73="Mühlbach", at_123=kind)


def association(key: str, name: str, kind: str = "54", day: str = "20261231") -> str:
    return line(at_1="50", at_3=day, at_11=key[:5], at_19=key[5:], at_23=name, at_123=kind)


def municipality(
    ags: str,
    group: str,
    name: str,
    *,
    kind: str = "64",
    population: int = 1234,
    area: int = 5678,
    postcode: str = "84999",
    day: str = "20261231",
) -> str:
    return line(
        at_1="60",
        at_3=day,
        at_11=ags,
        at_19=group,
        at_23=name,
        at_123=kind,
        at_129=f"{area:011d}",
        at_140=f"{population:011d}",
        at_151=f"{population // 2:011d}",
        at_166=postcode,
        at_178="9999",
    )


#: A Land with a district of three municipalities, two of them in an association, an unincorporated area and a town of
#: its own.
LINES = [
    land(),
    region(),
    line(at_1="30", at_3="20261231", at_11="09", at_14="1", at_23="Region Oberland"),
    district("09161", "Großheim", "41"),
    association("091610000", "Großheim", "50"),
    municipality("09161000", "0000", "Großheim, Stadt", kind="61", population=123456, area=13335),
    district(),
    association("091845101", "Mühltal"),
    municipality("09184118", "5101", "Mühldorf a.d.Öd", kind="60", population=987, area=1000),
    municipality("09184119", "5101", "Mühlbach, Stadt", kind="63", population=4321, area=2512),
    association("091840130", "Weiler", "50"),
    municipality("09184130", "0130", "Weiler"),
    association("091849444", "Forst", "50"),
    municipality("09184444", "9444", "Forst Süd", kind="66", population=0),
]
TEXT = "\n".join(LINES) + "\n"
