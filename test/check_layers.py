#!/usr/bin/env python3
"""Hold every #include to the ranks that ARCHITECTURE.md draws."""

import re
import sys
from pathlib import Path

RANKS = [  # bottom to top; a room may include the ranks below its own
    "base",  # words of the language: below even its neighbours of DESIGN.md
    "log net mail metrics",
    "config",
    "crypto dns store smtp score",
    "rdns rbl mime trust reputation journal quarantine archive",
    "bounce attachment",
    "inspect",
    "policy",
    "snapshot",
    "control",
    "milter ctl",
]
ROOMS = ["policy", "snapshot", "control", "milter", "ctl", "unpack"]  # beside lib/
VENDOR = {  # third-party header: its only home
    "libmilter/": "milter",
    "ldns/": "dns",
    "sqlite3.h": "store",
    "yaml-cpp/": "config",
    "gmime/": "mime",
    "openssl/": "crypto",
    "zstd.h": "archive",
    "re2/": "mail",
    "CLI/": "ctl",
    "systemd/": "milter",
    "archive.h": "unpack",
    "seccomp.h": "unpack",
    "ytnef.h": "unpack",
}
# What policy/ may not reach, not even through another header.
EFFECTS = {
    "mailreeve/dns/resolver.hh": "the network",
    "mailreeve/base/clock.hh": "the clock",
    "mailreeve/base/thread.hh": "threads",
    "fstream": "files",
    "filesystem": "files",
    "thread": "threads",
    "mutex": "threads",
}
RANK = {room: n for n, rooms in enumerate(RANKS) for room in rooms.split()}
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.M)


def room_of(name):  # mailreeve/rbl/listing.hh -> rbl, policy/verdict.hh -> policy
    parts = name.split("/")
    return parts[1] if parts[0] == "mailreeve" and len(parts) > 2 else parts[0]


def read_includes(root):
    tops = [(root / "lib", "mailreeve")] + [(root, room) for room in ROOMS]
    return {
        str(file.relative_to(base)): INCLUDE.findall(file.read_text())
        for base, top in tops
        for file in sorted((base / top).rglob("*.[ch][ch]"))
    }


def reach(includes, file, seen):
    for name in includes.get(file, ()):
        if name not in seen:
            seen.add(name)
            reach(includes, name, seen)
    return seen


def check(includes):
    for file, names in includes.items():
        here = room_of(file)
        if here not in RANK and here not in ROOMS:
            yield f"{file}: {here} is no room of DESIGN.md"
        for name in names:
            there = room_of(name)
            if name in includes and there != here and RANK.get(there, -1) >= RANK.get(here, 99):
                yield f"{file}: {here} may not include {name}"
            for header, home in VENDOR.items():
                if name.startswith(header) and here != home:
                    yield f"{file}: only {home} may include <{name}>"
        if here == "policy":
            for name in reach(includes, file, set()) & EFFECTS.keys():
                yield f"{file}: policy reaches {EFFECTS[name]} (<{name}>)"


def main():
    includes = read_includes(Path(sys.argv[1]))
    errors = list(check(includes))
    print("\n".join(errors))
    print(f"{len(includes)} files")
    return 1 if errors or not includes else 0


if __name__ == "__main__":
    sys.exit(main())
