#!/usr/bin/env python3
"""Messages that carry a program which a reader of mail may miss.

Each hides one file (bytes that begin like a program of Windows, a name that ends in
".exe") by one trick: the kinds that draft-chen-email-mime-ambiguity-defense, the
grammar of MIMEminer and the records of MIME-tools, amavis and Exim tell of
(CVE-2024-28054, CVE-2024-39929, CVE-2026-116264 to -116273). The same seed makes the
same messages.

    ambiguous_messages.py OUTDIR COUNT

writes COUNT files NNNNN.eml and manifest.tsv: file, trick.
"""

import sys
from pathlib import Path

import ambiguous_content  # noqa: F401  (each registers its tricks)
import ambiguous_structure  # noqa: F401
from ambiguous_maker import TRICKS, Maker


def messages(count, seed=1):
    """COUNT pairs of a trick's name and a message, no message twice."""
    seen = set()
    names = sorted(TRICKS)
    number = 0
    while len(seen) < count:
        name = names[number % len(names)]
        message = TRICKS[name](Maker("%d %d" % (seed, number)))
        number += 1
        if message in seen:
            continue
        seen.add(message)
        yield name, message


def main(out, count):
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "manifest.tsv", "w", encoding="ascii") as manifest:
        for number, (name, message) in enumerate(messages(int(count))):
            file = "%05d.eml" % number
            (folder / file).write_bytes(message)
            manifest.write("%s\t%s\n" % (file, name))


if __name__ == "__main__":
    main(*sys.argv[1:3])
