"""The processes that look into archives for a daemon (mailreeve-unpack)."""

import os
import signal
from pathlib import Path

from mta.waiting import name_of, until

NAME = "mailreeve-unpack"[:15]  # as the kernel cuts it


def workers(daemon_pid):
    """Process ids of a daemon's workers. Any of its threads may have started one."""
    lists = Path(f"/proc/{daemon_pid}/task").glob("*/children")
    return {int(pid) for one in lists for pid in one.read_text().split() if name_of(pid) == NAME}


def ticks(pid):
    """Processor time that a process has used; 0 when it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])
    except OSError:
        return 0


def busy(daemon_pid):
    """The first worker that begins to work from now on."""
    before = {pid: ticks(pid) for pid in workers(daemon_pid)}
    return until(lambda: next((pid for pid in workers(daemon_pid) if ticks(pid) > before.get(pid, 0) + 2), None),
                 "a worker works")


def signal_all(daemon_pid, number):
    """Sends a signal to each worker, and returns their process ids."""
    found = workers(daemon_pid)
    for pid in found:
        os.kill(pid, number)
    return found


def kill(pid):
    os.kill(pid, signal.SIGKILL)
