#!/usr/bin/env python3
"""The play: servers, eight clients, a table, and a letter that brings a program.
examples/quickstart/run starts it.

The servers, the clients and the letter are those of the tests (test/mta: ground.py,
scenes.py, letters.py), so that what is shown here is what is tested.
"""

import argparse
import re
import signal
import subprocess
import sys
import textwrap
import time
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "test"))

# pylint: disable=wrong-import-position
from mta import letters, scenes  # noqa: E402
from mta.attachments import STRIPPED, WARNING_FILE  # noqa: E402
from mta.ground import Ground  # noqa: E402
from mta.kept import Kept  # noqa: E402
from mta.log_line import parse, records  # noqa: E402
from mta.waiting import until  # noqa: E402

NOT_ROOT = 77
WIDTH = 100
# What an administrator might write; by default a missing PTR only counts, and
# attachments are not looked at.
RULES = {"reverse_dns": {"missing": {"action": "defer", "points": 5}}, "attachments": {"mode": "strip"}}
INVOICE = "Your invoice"


class Play:
    """The servers of one performance."""

    def __init__(self, ground):
        self.ground = ground
        self.sink = ground.sink()
        self.dns = ground.nsd(scenes.zones())
        self.gate = ground.mailreeve(scenes.config(self.dns, **RULES))
        self.postfix = ground.postfix(self.sink, milters=[self.gate.milter])

    def add_the_parked_list(self):
        lists = [*scenes.LISTS, scenes.PARKED_LIST]
        self.gate.reload(scenes.config(self.dns, rbl={"lists": lists}, **RULES))

    def send(self, one):
        """One message of a client; what it heard, and the verdict in the log."""
        with self.ground.client(self.postfix) as client:
            scenes.greet(client, one)
            sent = scenes.send(client, one)
        until(lambda: self.verdicts(one), f"a verdict on {one.address} in the log:\n{self.gate.log()}")
        return sent, self.verdicts(one)[0]

    def send_invoice(self):
        """What became of a letter with a program in an archive, from a client in good
        standing: as it was delivered."""
        one = scenes.caller("good")
        text = letters.text_part("Dear customer,\n\nyour invoice is attached.\n")
        picture = letters.file_part("logo.png", b"\x89PNG\r\n\x1a\n" + bytes(256), "image/png")
        entity = letters.multipart([text, letters.ups_part(), picture])
        with self.ground.client(self.postfix) as client:
            scenes.greet(client, one)
            client.send(one.sender, ["joe@example.net"], letters.letter(INVOICE, entity, sender=one.sender))
        return self.sink.wait_for(INVOICE)

    def control(self, *words):
        """What mailreevectl prints."""
        done = subprocess.run([self.ground.build / "ctl/mailreevectl", "-c", self.gate.file, *words], text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        return done.stdout

    def verdicts(self, one):
        return records(self.gate.log(), "verdict", client=one.address)


def heading(text):
    print(f"\n{text}\n{'-' * len(text)}")


def table(rows):
    widths = [max(map(len, column)) for column in zip(*rows)]
    for number, row in enumerate(rows):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
        if number == 0:
            print("  ".join("-" * width for width in widths))


def row_of(one, sent, line):
    word = f"{sent.code} {sent.data.enhanced}".strip()
    score = f"{line['verdict']} ({line['level']} {line['score']})"
    return (f"{one.what} [{one.address}]", word, score, line["findings"] or "none")


def as_expected(one, sent, line):
    return (sent.code == one.code and line["verdict"] == one.verdict and set(line["findings"].split()) >= set(one.findings)
            and set(line.findings) <= {finding.split("=")[0] for finding in one.findings})


def wrapped(text):
    print(textwrap.fill(text, WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False))


def show_table(play):
    """Lets the eight send; the number of those who did not get what they should."""
    rows, refusals, wrong = [("client", "reply", "verdict (level, score)", "findings")], [], []
    for one in scenes.CALLERS:
        if one.what == "a parked list asked":
            play.add_the_parked_list()
        sent, line = play.send(one)
        rows.append(row_of(one, sent, line))
        refusals += [str(sent.data)] if sent.code != 250 else []
        wrong += [] if as_expected(one, sent, line) else [f"{one.what}: expected {one.verdict} {one.findings}"]
    heading("Eight clients, one message each")
    table(rows)
    heading("What the refused client heard")
    for text in refusals:
        wrapped(text)
    for text in wrong:
        print(f"NOT AS EXPECTED: {text}")
    return len(wrong)


def show_delivered(play):
    listed = scenes.caller("one listing")
    delivery = play.sink.wait_for(listed.subject)
    heading(f"The headers of a delivered message ({listed.what})")
    print(header_of(delivery))


def header_of(delivery):
    return delivery.content.partition(b"\r\n\r\n")[0].decode(errors="backslashreplace").replace("\r\n", "\n")


def size_of(part):
    return str(len(part.get_payload(decode=True)))


def show_stripped(play):
    """The number of those things that are not as they should be."""
    delivery = play.send_invoice()
    parts = letters.leaves(letters.read(delivery.content))
    heading(f"A letter brought {letters.UPS}.zip with {letters.UPS}.exe in it; delivered was")
    print(f"{header_of(delivery)}\n\n{parts[0].get_content()}")
    rows = [("type", "name", "bytes")]
    table(rows + [(part.get_content_type(), part.get_filename() or "-", size_of(part)) for part in parts])
    warnings = [part for part in parts if part.get_filename() == WARNING_FILE]
    for warning in warnings:
        heading(WARNING_FILE)
        print(warning.get_content())
    return [letters.has_program(delivery.content), len(warnings) != 1, not delivery.header(STRIPPED)].count(True)


def show_kept(play):
    """The same: what is kept is the SURESPAM, and the letter as it was."""
    heading("What is kept (mailreevectl quarantine list; quarantine export ID FILE gives it back)")
    print(play.control("quarantine", "list"), end="")
    kept = Kept(play.ground.build, play.gate)
    entries = {entry["subject"]: entry for entry in kept.list()}
    expected = {scenes.caller("several listings").subject: "held", INVOICE: "stripped"}
    if {subject: entry["why"] for subject, entry in entries.items()} != expected:
        return 1
    original = play.ground.place / "original.eml"
    original.write_bytes(kept.export(entries[INVOICE]))
    heading("Why it was taken out (mailreevectl explain FILE, of the original)")
    print(play.control("explain", original), end="")
    return 0


def show_log(play):
    heading("The log")
    for text in play.gate.log().splitlines():
        line = parse(text)
        if line and line.event in ("verdict", "list", "rbl", "reloaded"):
            wrapped(text)


def how_to_talk(play):
    one = scenes.caller("one listing")
    config, ctl = play.gate.file, play.ground.build / "ctl/mailreevectl"
    heading("It goes on; Ctrl-C ends it and removes everything")
    print(f"""\
SMTP      127.0.0.1 port {play.postfix.port}; XCLIENT makes you any client that the name server knows
          nc -C 127.0.0.1 {play.postfix.port}
              EHLO {one.helo}
              XCLIENT ADDR={one.address} NAME=[UNAVAILABLE] REVERSE_NAME=[UNAVAILABLE]
              EHLO {one.helo}
              MAIL FROM:<{one.sender}>
              RCPT TO:<joe@example.net>
          swaks --server 127.0.0.1 --port {play.postfix.port} --helo {one.helo} --from {one.sender} \\
              --to joe@example.net --xclient-addr {one.address} --xclient-name '[UNAVAILABLE]'
DNS       dig @127.0.0.1 -p {play.dns.port} -x {one.address}   zones: {play.dns.place}
Settings  {config}; after a change: reload (below)
Log       tail -f {play.gate.stderr}
Postfix   MAIL_CONFIG={play.postfix.config}, its log: {play.postfix.maillog}
Control   {ctl} -c {config} status
          {ctl} -c {config} reload
          {ctl} -c {config} quarantine list
          {ctl} -c {config} lookup {one.address}
Delivered messages appear below.""")


def keep(play):
    """Shows what is delivered until somebody ends it."""
    how_to_talk(play)
    shown = len(play.sink.deliveries)
    while play.gate.process.poll() is None:
        for delivery in play.sink.deliveries[shown:]:
            shown += 1
            verdict = re.sub(r"\s+", " ", delivery.header("X-Mailreeve-Verdict") or "not judged")
            print(f"<{ascii(delivery.sender)[1:-1]}> {ascii(delivery.header('Subject'))}: {ascii(verdict)[1:-1]}", flush=True)
        time.sleep(0.2)


def perform(options):
    with Ground(build=options.build, prefix="mailreeve-quickstart-") as ground:
        print("Starting NSD, Postfix and mailreeve on loopback ports ...", flush=True)
        play = Play(ground)
        wrong = show_table(play)
        show_delivered(play)
        wrong += show_stripped(play) + show_kept(play)
        show_log(play)
        if options.keep:
            try:
                keep(play)
            except KeyboardInterrupt:
                print("\nending")
    return 1 if wrong else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", default=str(TOP / "build"))
    parser.add_argument("--keep", action="store_true")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what Ctrl-C does
    try:
        return perform(parser.parse_args())
    except unittest.SkipTest as reason:
        print(f"quickstart: {reason}", file=sys.stderr)
        return NOT_ROOT
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
