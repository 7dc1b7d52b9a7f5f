#!/usr/bin/env python3
"""Writes places.tsv and places/*.z: ISO 3166 codes of countries and their
subdivisions with their names in every language that CLDR has names of
subdivisions in.

    places.py LOCALENAMES SUBDIVISIONS XML

LOCALENAMES and SUBDIVISIONS are the unpacked npm packages cldr-localenames-full
and cldr-subdivisions-full (48.2); the second decides which codes there are. It
has names in English only: XML is the folder common/subdivisions of CLDR, which
has the other languages (41, as Debian's package unicode-cldr-core ships it).
"""

import json
import re
import sys
import zlib
from pathlib import Path

# Codes of CLDR that ISO 3166-1 neither has nor reserves for something that can be a partner (`EU`, `UN`, `XK`).
NO_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EZ", "IC", "QO", "TA", "XA", "XB", "ZZ"}

# Subdivisions that are countries too: CLDR knows them by the country's code only.
COUNTRIES_TOO = {
    "AX": ["FI-01"], "AW": ["NL-AW"], "BL": ["FR-BL"], "CW": ["NL-CW"], "GF": ["FR-973", "FR-GF"],
    "GP": ["FR-971", "FR-GP"], "GU": ["US-GU"], "HK": ["CN-HK"], "MF": ["FR-MF"], "MO": ["CN-MO"], "MP": ["US-MP"],
    "MQ": ["FR-972", "FR-MQ"], "NC": ["FR-NC"], "PF": ["FR-PF"], "PM": ["FR-PM"], "PR": ["US-PR"],
    "RE": ["FR-974", "FR-RE"], "SX": ["NL-SX"], "TF": ["FR-TF"], "TW": ["CN-TW"], "UM": ["US-UM"], "VI": ["US-VI"],
    "AS": ["US-AS"], "WF": ["FR-WF"], "YT": ["FR-976", "FR-YT"],
}

# Languages that CLDR has under another name, and files that are no language.
SAME = {"nb": "no"}
PARTS = {"root", "en", "de_CH", "yo_BJ", "yue_Hans"}


def countries(package, language):
    file = Path(package) / "main" / language / "territories.json"
    if not file.exists():
        return {}
    names = json.loads(file.read_text())["main"][language]["localeDisplayNames"]["territories"]
    own = {code: name for code, name in names.items() if re.fullmatch("[A-Z]{2}", code) and name != code}
    too = {code: own[country] for country, codes in COUNTRIES_TOO.items() if country in own for code in codes}
    return own | too


def english(package):
    file = Path(package) / "subdivisions" / "en" / "en.json"
    return written(json.loads(file.read_text())["subdivisions"]["localeDisplayNames"]["subdivisions"])


def names_in(file):
    names = re.findall(r'<subdivision type="([^"]+)"[^>]*>([^<]*)<', file.read_text())
    return written({code: name.replace("&amp;", "&") for code, name in names})


def written(names):
    """Codes as ISO writes them; CLDR numbers two names that are the same."""
    dashed = {f"{code[:2]}-{code[2:]}".upper(): name.rstrip("²³⁴").strip() for code, name in names.items()}
    return {code: name[:1].upper() + name[1:] for code, name in dashed.items()}


def main():
    localenames, package, folder = sys.argv[1:]
    own = {code: name for code, name in countries(localenames, "en").items() if code[:2] not in NO_COUNTRIES}
    own |= english(package)
    codes = sorted(own)
    here = Path(__file__).parent
    (here / "places.tsv").write_text("".join(f"{code}\t{own[code]}\n" for code in codes))
    files = {file.stem: file for file in Path(folder).glob("*.xml") if file.stem not in PARTS}
    files |= {language: files[other] for language, other in SAME.items()}
    for language, file in sorted(files.items()):
        tag = language.replace("_", "-")
        names = countries(localenames, tag) | names_in(file)
        # A line for each code: nothing where there is no name, `=` where it is the English one.
        lines = ["=" if names.get(code) == own[code] else names.get(code, "") for code in codes]
        (here / "places" / f"{tag}.z").write_bytes(zlib.compress("\n".join(lines).encode(), 9))


main()
