#!/usr/bin/env python3
"""What would be delivered of messages that hide a program, read by other readers.

    ambiguity_test.py MAILREEVECTL UNPACK GMIME_READER [COUNT]

Judges COUNT messages of ambiguous_messages.py by `mailreevectl explain` in mode strip,
writes those that would be delivered as they would be, and has Python's email, GMime and
a scan of the bytes look for the program in them. None may find it. That they find it in
the messages as they came shows that they can.
"""

import base64
import binascii
import collections
import email
import email.policy
import json
import quopri
import re
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "test" / "mime"))
import ambiguous_messages  # noqa: E402

MARK = b"This program cannot be run in DOS mode"  # of ambiguous_messages.PROGRAM


# What Python's email throws at some of them, instead of reading them.
BREAKS = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)


def parsed(message, policy):
    """Whether the program is in any part that this policy of Python's email shows."""
    try:
        return read_by(message, policy)
    except BREAKS:
        return False


def read_by(message, policy):
    root = email.message_from_bytes(message, policy=policy)
    for part in root.walk():
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True) or b""
        if MARK in content:
            return True
    return False


def python_compat32(message):
    return parsed(message, email.policy.compat32)


def python_default(message):
    return parsed(message, email.policy.default)


def in_base64(message):
    """As a run of base64 at any of the three places of a group, whatever stands between."""
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", message)
    for shift in range(3):
        run = base64.b64encode(bytes(shift) + MARK)
        begin = -(-shift * 4 // 3)
        if run[begin + 1:-5] in letters:
            return True
    return False


def in_uuencode(message):
    rows = bytearray()
    for line in message.splitlines():
        for form in (line, line.lstrip(b"> |")):
            try:
                rows += binascii.a2b_uu(form + b"\n")
                break
            except (binascii.Error, ValueError):
                continue
    return MARK in rows


def raw_scan(message):
    yenc = bytes((byte - 42) & 255 for byte in message)
    return (MARK in message or in_base64(message) or in_uuencode(message)
            or MARK in quopri.decodestring(message)
            or MARK in quopri.decodestring(message, header=True) or MARK in yenc)


READERS = {"python-compat32": python_compat32, "python-default": python_default,
           "raw-scan": raw_scan}


def gmime(reader, files):
    """The files in which GMime finds it."""
    found = set()
    files = [str(file) for file in files]
    for at in range(0, len(files), 500):
        output = subprocess.run([reader, MARK.decode(), *files[at:at + 500]], check=True,
                                stdout=subprocess.PIPE).stdout.decode()
        found.update(line[5:] for line in output.splitlines() if line.startswith("leak "))
    return {Path(file).name for file in found}


def leaks(gmime_reader, folder):
    """Reader: the names of the files in which it finds the program."""
    files = sorted(folder.glob("*.eml"))
    found = {name: {f.name for f in files if reader(f.read_bytes())}
             for name, reader in READERS.items()}
    found["gmime"] = gmime(gmime_reader, files)
    return found


def end_lines_by_crlf(files):
    """In half of them, as SMTP has them."""
    for file in files:
        if zlib.crc32(file.name.encode()) % 2 == 0:
            file.write_bytes(re.sub(rb"\r?\n", b"\r\n", file.read_bytes()))


def explained(mailreevectl, configuration, files, out):
    run = subprocess.run(
        [mailreevectl, "-c", configuration, "--json", "explain", "--from", "a@example.org",
         "--strip", out, *files],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    assert run.returncode == 0, (run.returncode, run.stderr[-2000:])
    return [json.loads(line) for line in run.stdout.splitlines()]


def main(mailreevectl, unpack, gmime_reader, count=2400):
    with tempfile.TemporaryDirectory(prefix="ambiguity-") as place:
        place = Path(place)
        unpack = Path(unpack).resolve()
        (place / "in").mkdir()
        (place / "out").mkdir()
        (place / "mailreeve.yaml").write_text(
            "hostname: mx1.example.net\norganization: Example Ltd\n"
            "state: %s\nattachments: {mode: strip, unpack: {worker: %s}}\n"
            % (place / "state", unpack))
        ambiguous_messages.main(place / "in", count)
        files = sorted((place / "in").glob("*.eml"))
        end_lines_by_crlf(files)
        tricks = dict(line.split("\t") for line in
                      (place / "in" / "manifest.tsv").read_text().splitlines())
        told = []
        for at in range(0, len(files), 1000):
            told += explained(mailreevectl, place / "mailreeve.yaml",
                              files[at:at + 1000], place / "out")
        assert len(told) == len(files) >= 2000, (len(told), len(files))

        held = [t for t in told if t["verdict"] == "quarantine"]
        written = [t for t in told if "written" in t]
        stripped = [t for t in written if any(p["result"] == "strip" for p in t["parts"])]
        assert len(held) + len(written) == len(told), "some are neither held nor delivered"
        before = leaks(gmime_reader, place / "in")
        after = leaks(gmime_reader, place / "out")
        print("messages %d, held %d, stripped %d, passed as harmless %d" % (
            len(told), len(held), len(stripped), len(written) - len(stripped)))
        for reader in sorted(before):
            print("%s: finds the program in %d as they came, in %d as delivered" % (
                reader, len(before[reader]), len(after[reader])))
            assert len(before[reader]) * 3 > len(told), reader + " finds hardly any"
        leaked = collections.Counter()
        for reader, names in after.items():
            for name in sorted(names):
                leaked[tricks[name]] += 1
                print("leak: %s %s by %s" % (name, tricks[name], reader))
        print("leaks %d %s" % (sum(leaked.values()), dict(leaked)))
        return 1 if leaked else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4], *map(int, sys.argv[4:5])))
