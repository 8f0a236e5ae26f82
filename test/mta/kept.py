"""What a daemon keeps back (state/quarantine), as mailreevectl quarantine shows it."""

import json
import subprocess
from pathlib import Path

from mta.waiting import until


def addresses(entry, whose="recipients"):
    """For whom a message is kept, or who got it ("others"), without the brackets of RCPT."""
    return [text.strip("<>") for text in entry[whose]]


class Kept:
    """The messages that a mailreeve keeps: each a dict of `quarantine list --json`."""

    def __init__(self, build, gate):
        self._program = Path(build) / "ctl/mailreevectl"
        self._gate = gate

    def list(self, **fields):
        """Those whose fields have these values, newest first."""
        entries = [json.loads(line) for line in self._run("list").splitlines()]
        return [entry for entry in entries if all(entry.get(key) == value for key, value in fields.items())]

    def one(self, **fields):
        """The only one with these fields, as soon as it is there."""
        return until(lambda: self._only(fields), f"{fields} is kept: {self.list()}\n{self._gate.log()[-3000:]}")

    def _only(self, fields):
        found = self.list(**fields)
        if len(found) > 1:
            raise AssertionError(f"more than one with {fields}: {found}")
        return next(iter(found), None)

    def export(self, entry):
        """The message as it came, in bytes."""
        return self._run("export", entry["id"])

    def _run(self, *arguments):
        done = subprocess.run([self._program, "-c", self._gate.file, "--json", "quarantine", *arguments],
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)
        if done.returncode:
            raise AssertionError(f"quarantine {arguments}: {done.returncode} {done.stderr.decode()}")
        return done.stdout
