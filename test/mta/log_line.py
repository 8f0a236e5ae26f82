"""The daemon's log, read back: `[time] id queue-id event key=value ...`, one record a line."""

import re
from dataclasses import dataclass

FIELD = re.compile(r'([a-z0-9_.-]+)=("(?:[^"\\]|\\.)*"|\S*)(?: |$)')
TIME = re.compile(r"^\d{4}-\d\d-\d\dT\S+ ")


@dataclass(frozen=True)
class Line:
    event: str
    id: str  # the transaction's, "" where there is none
    queue_id: str
    fields: dict

    def __getitem__(self, key):
        return self.fields.get(key, "")

    @property
    def findings(self):
        """{"RDNS_MISSING": "5.00", ...}"""
        return dict(word.split("=", 1) for word in self["findings"].split())


def parse(text):
    """The record of a line, None when the line is none."""
    words = TIME.sub("", text).split(" ", 3)
    if len(words) < 3 or "=" in words[0] or "=" in words[2]:
        return None
    fields, at, rest = {}, 0, words[3] if len(words) > 3 else ""
    while at < len(rest):
        match = FIELD.match(rest, at)
        if not match:
            return None
        fields[match[1]] = match[2][1:-1].replace('\\"', '"') if match[2].startswith('"') else match[2]
        at = match.end()
    no_dash = ["" if word == "-" else word for word in words[:2]]
    return Line(words[2], *no_dash, fields)


def records(text, event=None, **wanted):
    """The records in a log of this event whose fields have these values
    (from_ stands for the key `from`)."""
    keys = {key.rstrip("_"): value for key, value in wanted.items()}
    found = [line for line in map(parse, text.splitlines()) if line]
    return [line for line in found if event in (None, line.event)
            and all(line[key] == value for key, value in keys.items())]
