"""What it costs to look into everything that a message brings."""

import shutil
from pathlib import Path

from mail_mix import Mix, described, large, with_program
from measuring import Peak, Run, load
from mta.ground import Ground
from mta.roots import everybody_reaches
from scenes import config, name_server

ROUNDS = 5
AT_ONCE = 20


def worker(build, ground):
    """The worker program, where the daemon's user may start it."""
    program = Path(build) / "unpack/mailreeve-unpack"
    return program if everybody_reaches(program) else Path(shutil.copy(program, ground.place))


def judging(build, ground):
    """A daemon that strips, and is seen to."""
    dns = name_server(ground)
    ours = ground.mailreeve(config(dns, attachments={
        "mode": "strip", "unpack": {"worker": str(worker(build, ground))}}))
    bad = ground.place / "with-program.eml"
    bad.write_bytes(with_program(Mix()))
    result = load(build, ours.milter, mail=bad, messages=1, proved=True)
    if not result["replaced"]:
        raise RuntimeError(f"a program in an archive was let pass; the daemon said:\n{ours.log()}")
    return ours


def attachments(build, report, messages):
    """Every part judged, and nothing to take out."""
    with Ground(build=build) as ground:
        ours = judging(build, ground)
        ordinary(build, report, messages, ground, ours)
        heavy(build, report, ground, ours)


def ordinary(build, report, messages, ground, ours):
    mix = Mix().write(ground.place / "mix")
    report.title(f"Attachments judged, nothing to strip, 20 lists, 10 connections: {described(mix)}")
    null = ground.null_milter()
    load(build, ours.milter, mail=mix, connections=4, messages=200, proved=True)
    runs = [[Run(build, milter.process, milter.milter, mail=mix, connections=10, messages=messages // 2,
                 proved=True) for milter in (null, ours)] for _ in range(ROUNDS)]
    for pair in runs:
        for name, run in zip(("null", "mailreeve"), pair):
            report.line(f"{name:9} {run}")
    # Over all rounds: what else the machine does falls on both.
    cpu, rate = ([sum(getattr(pair[which], figure) for pair in runs) / ROUNDS for which in (0, 1)]
                 for figure in ("cpu_ms", "rate"))
    report.line(f"ratio     rate {rate[1] / rate[0]:.2f}, CPU {cpu[1] / cpu[0]:.2f}")
    report.goal("CPU a message, workers included, of the null milter's", cpu[1] / cpu[0], 2.5)


def heavy(build, report, ground, ours):
    """Twenty of them are more than fits in memory."""
    message = ground.place / "large.eml"
    message.write_bytes(large(Mix()))
    report.title(f"A message of {message.stat().st_size / 1e6:.1f} MB with a zip of 18 MB that unpacks to 60 MB")
    load(build, ours.milter, mail=message, messages=1, proved=True)
    alone = Run(build, ours.process, ours.milter, mail=message, messages=7, proved=True)
    report.line(f"from the end of the message to the answer: p50 {alone.latency('end'):.0f} ms, "
                f"most {alone.latency('end', 'most'):.0f} ms; CPU {alone.cpu_ms:.0f} ms a message")
    report.goal("judged at its end, median", alone.latency("end"), 600, " ms")
    with Peak(ours.process.pid) as memory:
        together = Run(build, ours.process, ours.milter, mail=message, connections=AT_ONCE, messages=2 * AT_ONCE,
                       proved=True)
    report.line(f"{AT_ONCE} at once: p50 {together.latency('end') / 1000:.1f} s, "
                f"most {together.latency('end', 'most') / 1000:.1f} s")
    report.goal(f"anonymous memory of the daemon with {AT_ONCE} of them at once", memory.value / 1e6, 200, " MB")
