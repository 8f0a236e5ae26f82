#!/usr/bin/env python3
"""Adds up what tests reported: "N passed, N failed, N skipped".

usage: tally.py FILE...

A .json file is meson's test log: a doctest program counts by its test cases,
any other test as one. Any other file is a report that ends in such a line.
A file that is absent or ends otherwise counts as one failure.
"""

import json
import re
import sys
from pathlib import Path

DOCTEST = re.compile(
    r"\[doctest\] test cases:\s*(\d+)\s*\|\s*(\d+) passed\s*\|\s*(\d+) failed\s*\|\s*(\d+) skipped"
)
LINE = re.compile(r"^(\d+) passed, (\d+) failed, (\d+) skipped$")
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def of_meson_test(test):
    """Counts of one entry of meson's log."""
    if test["result"] == "SKIP":
        return 0, 0, 1
    good = test["result"] in ("OK", "EXPECTEDFAIL")
    cases = DOCTEST.findall(ANSI.sub("", test.get("stdout", "")))
    if not cases:
        return (1, 0, 0) if good else (0, 1, 0)
    passed = sum(int(case[1]) for case in cases)
    failed = sum(int(case[2]) for case in cases)
    skipped = sum(int(case[3]) for case in cases)
    # A sanitizer's report, a crash or a time limit fails a program whose cases passed.
    return passed, max(failed, 0 if good else 1), skipped


def of_meson_log(text):
    counts, failures = [], []
    for line in text.splitlines():
        test = json.loads(line)
        counts.append(of_meson_test(test))
        if counts[-1][1]:
            failures.append(f"{test['name']}: {test['result']}")
    return counts, failures


def of_report(path, text):
    lines = text.rstrip().splitlines()
    match = LINE.match(lines[-1]) if lines else None
    if not match:
        return [(0, 1, 0)], [f"{path}: ended without a count"]
    counts = tuple(map(int, match.groups()))
    return [counts], [f"{path}: {counts[1]} failed"] if counts[1] else []


def of_file(path):
    try:
        text = Path(path).read_text(errors="replace")
    except OSError as error:
        return [(0, 1, 0)], [f"{path}: {error.strerror}"]
    return of_meson_log(text) if path.endswith(".json") else of_report(path, text)


def main(paths):
    total = [0, 0, 0]
    for path in paths:
        counts, failures = of_file(path)
        for failure in failures:
            print(f"failed: {failure}")
        total = [sum(column) for column in zip(total, *counts)]
    if not total[0] and not total[1]:
        print("failed: nothing was tested")
        total[1] = 1
    print(f"{total[0]} passed, {total[1]} failed, {total[2]} skipped")
    return 1 if total[1] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
