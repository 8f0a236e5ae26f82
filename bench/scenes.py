"""What is measured: each scene starts what it needs and says what came out."""

import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path
from unittest import SkipTest

from measuring import Run, cpu_seconds, load
from mta.ground import Ground

LISTS = [f"bl{number}.example" for number in range(20)]
NAME = "mail.example.org"


def config(dns, **more):
    """Default settings, and twenty lists."""
    return {
        "organization": "Example Ltd",
        "dns": {"servers": ["{}:{}".format(*dns.address)]},
        "rbl": {"lists": [{"zone": zone, "codes": {"127.0.0.2": 1}} for zone in LISTS]},
        **more,
    }


def name_server(ground, mode="answer", **options):
    """Every client has a name that leads back to it, and is on no list."""
    dns = ground.faulty_dns({}, ttl=3600)
    for third in (2, 3, 4, 5, 6, 7, 8, 9):
        for last in range(256):
            own = f"h{last}.n{third}.example.org"
            dns.record(own, "A", f"192.0.{third}.{last}")
            dns.record(f"{last}.{third}.0.192.in-addr.arpa", "PTR", own)
    dns.record(NAME, "A", "192.0.2.1")
    if mode != "answer":
        dns.rule("", mode, **options)
    return dns


def started(ground, **options):
    dns = name_server(ground, **options)
    return dns, ground.mailreeve(config(dns))


def warm(build, report, messages):
    """The lists' answers are cached: what the filter itself costs."""
    report.title("Answers cached, 20 lists, bodies of 2 kB to 3.4 MB (median 25 kB), unix socket")
    with Ground(build=build) as ground:
        _, ours = started(ground)
        null = ground.null_milter()
        load(build, ours.milter, connections=4, messages=400, proved=True, small=True)
        for connections in (1, 10, 50):
            count = messages if connections > 1 else messages // 4
            pair = [Run(build, milter.process, milter.milter, connections=connections, messages=count, proved=True)
                    for milter in (null, ours)]
            for name, run in zip(("null", "mailreeve"), pair):
                report.line(f"{connections:3} connections  {name:9} {run}")
            report.line(f"{connections:3} connections  ratio     "
                        f"rate {pair[1].rate / pair[0].rate:.2f}, CPU {pair[1].cpu_ms / pair[0].cpu_ms:.2f}")
        report.goal("CPU a message at 50 connections, of the null milter's", pair[1].cpu_ms / pair[0].cpu_ms, 1.3)
        report.goal("rate at 50 connections, of the null milter's", pair[1].rate / pair[0].rate, 0.85, least=True)


def cold(build, report, _):
    """No answer is cached, and each takes 20 ms."""
    report.title("Nothing cached, the DNS answers after 20 ms, 20 lists: time at RCPT")
    with Ground(build=build) as ground:
        _, ours = started(ground, mode="delay", seconds=0.02)
        for proved, first, limit in ((True, 0, 30), (False, 600, 55)):
            options = {"proved": True} if proved else {}
            run = Run(build, ours.process, ours.milter, connections=2, messages=400, clients=400, first_client=first,
                      small=True, **options)
            who = "the MTA proved the name" if proved else "we ask for PTR and confirmation"
            report.goal(f"RCPT, median, {who}", run.latency("rcpt"), limit, " ms")


def loss(build, report, _):
    """One packet of the DNS in a hundred is lost."""
    report.title("1 % of DNS packets lost, answers after 20 ms, 20 lists, nothing cached")
    with Ground(build=build) as ground:
        _, ours = started(ground, mode="drop", rate=0.01, seconds=0.02)
        run = Run(build, ours.process, ours.milter, connections=2, messages=500, clients=500, small=True, proved=True)
        report.line(f"RCPT p50 {run.latency('rcpt'):.1f} p90 {run.latency('rcpt', 'p90'):.1f} "
                    f"p99 {run.latency('rcpt', 'p99'):.1f} ms")
        report.goal("RCPT, 90th percentile", run.latency("rcpt", "p90"), 200, " ms")


def silent(build, report, _):
    """One of the twenty lists does not answer any more."""
    report.title("One of 20 lists silent, the others answer after 20 ms, nothing cached, one session at a time")
    with Ground(build=build) as ground:
        dns, ours = started(ground, mode="delay", seconds=0.02)
        load(build, ours.milter, messages=20, clients=20, small=True, proved=True)
        dns.rule(LISTS[7], "silent")
        result = load(build, ours.milter, messages=60, clients=60, first_client=300, small=True, proved=True)
        waited = [round(each) for each in result["first"]]
        slow = sum(each > 60 for each in waited)
        report.line(f"RCPT in order, ms: {' '.join(map(str, waited))}")
        report.goal("messages that waited for the silent list", slow, 20)
        report.goal("RCPT, median after 20 messages", sorted(waited[20:])[len(waited[20:]) // 2], 60, " ms")


def idle(build, report, _):
    """Sessions that only stand there."""
    report.title("1,000 idle connections")
    with Ground(build=build) as ground:
        _, ours = started(ground)
        before = ours.resident()
        process = subprocess.Popen([Path(build) / "bench/load", ours.milter, "--idle", "990", "--messages", "1",
                                    "--proved"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
        process.stdout.readline()
        report.line(f"resident before {before / 2**20:.1f} MiB, with them {ours.resident() / 2**20:.1f} MiB")
        report.goal("resident memory", ours.resident() / 2**20, 40, " MiB")
        process.communicate(b"\n")


def tcp(build, report, _):
    """Headers added over TCP must not wait for acknowledgements."""
    report.title("A message with added headers over TCP and over a unix socket, one session at a time")
    with Ground(build=build) as ground:
        dns, unix = started(ground)
        port = free_port()
        inet = ground.mailreeve(config(dns, listen=f"inet:{port}@127.0.0.1"))
        times = []
        for ours, address in ((unix, unix.milter), (inet, f"inet:{port}@127.0.0.1")):
            load(build, address, messages=100, clients=50, small=True, proved=True)
            times.append(Run(build, ours.process, address, messages=1000, clients=50, small=True, proved=True))
        for name, run in zip(("unix", "inet"), times):
            report.line(f"{name}  {run}")
        report.goal("time of a message, TCP to unix", times[1].latency("message") / times[0].latency("message"), 1.2)


def free_port():
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def postfix(build, report, messages):
    """All of it behind a real Postfix."""
    report.title("Through a whole Postfix, smtp-source -s 20, 4 kB, delivered to nowhere")
    try:
        with Ground(build=build) as ground:
            _, ours = started(ground)
            sink = ground.sink()
            rates = {}
            for name, milters in (("no milter", []), ("null", [ground.null_milter().milter]), ("mailreeve", [ours.milter])):
                server = ground.postfix(sink, milters=milters, params={"default_transport": "discard", "relay_transport": "discard"})
                rates[name] = through(server, messages)
                report.line(f"{name:9} {rates[name]:6.0f} messages/s")
                server.stop()
            report.goal("rate, of Postfix with the null milter", rates["mailreeve"] / rates["null"], 0.95, least=True)
    except SkipTest as why:
        report.skip("Postfix", str(why))


def through(server, messages):
    best = 0
    for _ in range(2):
        start = time.monotonic()
        subprocess.run([server.program("usr/sbin/smtp-source"), "-s", "20", "-m", str(messages), "-l", "4096", "-c",
                        "-f", "sender@example.org", "-t", "recipient@example.net", "inet:{}:{}".format(*server.address)],
                       check=True, stdout=subprocess.DEVNULL, env={**os.environ, **server.environment()},
                       start_new_session=True)
        best = max(best, messages / (time.monotonic() - start))
    return best


def figure(build, program, pattern):
    """What bench/PROGRAM prints, and the number that the pattern finds in it."""
    text = subprocess.run([Path(build) / "bench" / program], check=True, capture_output=True, text=True,
                          start_new_session=True).stdout
    return text.splitlines(), float(re.search(pattern, text)[1])


def bounces(build, report, messages):
    """Stamps on what leaves, the ledger behind them, and what comes back."""
    report.title("Bounces: stamps, the ledger with 50 sessions that each wait for the disk, a bounce of 30 KB")
    for program, pattern, what, limit, unit, least in (
            ("stamp", r"stamp a message \(all of it\) +(\d+) ns", "CPU of a stamp", 15000, " ns", False),
            ("ledger", r"rows/s (\d+)", "rows a second of the ledger", 5000, "", True),
            ("judging", r"median (\d+)", "a bounce read and judged, median", 1000, " us", False)):
        lines, value = figure(build, program, pattern)
        for line in lines:
            report.line(line)
        report.goal(what, value, limit, unit, least)
    report.title("The same load on a site with domains of its own, whose bounces are judged: bodies are asked for")
    with Ground(build=build) as ground:
        dns = name_server(ground)
        ours = ground.mailreeve({**config(dns), "local": {"domains": ["example.net"]}})
        null = ground.null_milter()
        load(build, ours.milter, connections=4, messages=400, proved=True, small=True)
        pair = [Run(build, milter.process, milter.milter, connections=50, messages=messages, proved=True)
                for milter in (null, ours)]
        for name, run in zip(("null", "mailreeve"), pair):
            report.line(f" 50 connections  {name:9} {run}")
        report.goal("CPU a message at 50 connections, of the null milter's", pair[1].cpu_ms / pair[0].cpu_ms, 1.3)
        report.goal("rate at 50 connections, of the null milter's", pair[1].rate / pair[0].rate, 0.85, least=True)


def sanitized(build):
    options = json.loads((Path(build) / "meson-info/intro-buildoptions.json").read_text())
    return any(option["name"] == "b_sanitize" and option["value"] != "none" for option in options)


def endurance(build, report, messages):
    """Many messages through one daemon: what it keeps of them."""
    report.title(f"{messages} messages through {build}")
    with Ground(build=build) as ground:
        _, ours = started(ground)
        step = max(1, messages // 10)
        sizes = []
        for number in range(10):
            load(build, ours.milter, connections=10, messages=step, clients=1500, small=True)
            sizes.append(ours.resident())
            report.line(f"{(number + 1) * step:7} messages: {sizes[-1] / 2**20:.1f} MiB resident, "
                        f"{cpu_seconds(ours.process.pid):.0f} s CPU")
        if sanitized(build):
            report.skip("growth", "a sanitizer keeps what was freed")
        else:
            grown = (sizes[-1] - sizes[4]) / (5 * step / 1000) / 1024
            report.goal("growth in the second half, a thousand messages", grown, 1.0, " KiB")
        ours.process.send_signal(signal.SIGTERM)
        status = ours.process.wait(60)
        said = [line for line in ours.log().splitlines() if "Sanitizer" in line or "runtime error" in line]
        report.goal("reports of a sanitizer", len(said), 0)
        report.goal("exit status", abs(status), 0)
        for line in said[:10]:
            report.line(line)


ALL = {"warm": warm, "cold": cold, "loss": loss, "silent": silent, "idle": idle, "tcp": tcp, "postfix": postfix,
       "bounces": bounces}
