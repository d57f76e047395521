"""XZuFi transfer messages, made up for the tests."""

from __future__ import annotations

NAMESPACE = "http://xoev.de/schemata/xzufi/{}"
RS = "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs"


def message(*objects: str, version: str = "2_2_0") -> str:
    """A transfer message; every object begins on a line of its own, the first on line 4."""
    namespace = NAMESPACE.format(version)
    body = "\n".join(
        f"<xzufi:schreibe>{one}</xzufi:schreibe>" if "loesche" not in one[:20] else one for one in objects
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<xzufi:transfer.operation.090101 xmlns:xzufi="{namespace}" xzufiVersion="{version.replace("_", ".")}">\n'
        "<xzufi:nachrichtenkopf><xzufi:nachrichtUUID>1</xzufi:nachrichtUUID></xzufi:nachrichtenkopf>\n"
        f"{body}\n</xzufi:transfer.operation.090101>\n"
    )


def identity(number: str, name: str = "id", agency: str = "L9") -> str:
    scheme = f' schemeAgencyID="{agency}"' if agency else ""
    return f"<xzufi:{name}{scheme}>{number}</xzufi:{name}>"


def benefit(number: str, name: str = "Hund anmelden", leika: str = "99102013011000", more: str = "") -> str:
    return (
        f"<xzufi:leistung>{identity(number)}<xzufi:referenzLeiKa><code>{leika}</code></xzufi:referenzLeiKa>"
        f"{module('02', 'Hundesteuer Anmeldung')}{module('03', name)}{more}</xzufi:leistung>"
    )


def module(code: str, text: str) -> str:
    return (
        f"<xzufi:modulText><xzufi:leikaTextmodul><code>{code}</code></xzufi:leikaTextmodul>"
        f'<xzufi:inhalt languageCode="en">(en) {text}</xzufi:inhalt>'
        f'<xzufi:inhalt languageCode="de">{text}</xzufi:inhalt></xzufi:modulText>'
    )


def duty(benefit: str = "1", *areas: str, scheme: str = RS, number: str = "") -> str:
    inside = "".join(f'<xzufi:gebietID schemeID="{scheme}">{area}</xzufi:gebietID>' for area in areas)
    own = identity(number) if number else ""
    return f"<xzufi:zustaendigkeit>{own}{identity(benefit, 'leistungID')}{inside}</xzufi:zustaendigkeit>"


def link(url: str, code: str = "01", lang: str = "de") -> str:
    return (
        f'<xzufi:link languageCode="{lang}"><xzufi:typ><code>{code}</code></xzufi:typ>'
        f"<xzufi:link>{url}</xzufi:link></xzufi:link>"
    )


def online(number: str, *inside: str, name: str = "Hundesteuer online") -> str:
    return (
        f'<xzufi:onlinedienst>{identity(number)}<xzufi:bezeichnung languageCode="de">{name}</xzufi:bezeichnung>'
        f"{''.join(inside)}</xzufi:onlinedienst>"
    )


def authority(number: str, *duties: str, name: str = "Steueramt") -> str:
    return (
        f"<xzufi:organisationseinheit>{identity(number)}"
        f'<xzufi:name><xzufi:name languageCode="de">{name}</xzufi:name></xzufi:name>'
        f"{''.join(duties)}</xzufi:organisationseinheit>"
    )


def area(key: str, name: str) -> str:
    return f"<xzufi:gebiet>{identity(key, agency='')}<xzufi:bezeichnung>{name}</xzufi:bezeichnung></xzufi:gebiet>"


def transferred(owner: str, inside: str, number: str = "z1") -> str:
    return (
        f"<xzufi:zustaendigkeitTransferObjekt>{identity(owner, 'uebergeordnetesObjektID')}{inside}"
        "</xzufi:zustaendigkeitTransferObjekt>"
    )


def forget(kind: str, number: str) -> str:
    return f'<xzufi:loesche klasse="{kind}">{identity(number)}</xzufi:loesche>'
