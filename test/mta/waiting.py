"""Waiting for a condition with a deadline, free ports, processes that end."""

import os
import signal
import socket
import subprocess
import time


class NeverHappened(AssertionError):
    """A condition that did not come true before its deadline."""


def until(condition, what, seconds=10.0):
    """Polls `condition` until it returns something true, and returns that."""
    deadline = time.monotonic() + seconds
    pause = 0.002
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > deadline:
            raise NeverHappened(f"after {seconds:g} s still not: {what}")
        time.sleep(pause)
        pause = min(pause * 1.5, 0.05)


def free_port(host="127.0.0.1"):
    """A TCP and UDP port that nobody holds at this moment."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    while True:
        with socket.socket(family, socket.SOCK_STREAM) as tcp:
            tcp.bind((host, 0))
            port = tcp.getsockname()[1]
            with socket.socket(family, socket.SOCK_DGRAM) as udp:
                try:
                    udp.bind((host, port))
                except OSError:
                    continue
        return port


def connects(address, timeout=1.0):
    """Whether somebody listens on (host, port) or on a path."""
    family = socket.AF_UNIX if isinstance(address, (str, os.PathLike)) else socket.AF_INET
    target = str(address) if family == socket.AF_UNIX else address
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.settimeout(timeout)
            probe.connect(target)
            return True
    except OSError:
        return False


def listens(port):
    """Whether somebody listens on this TCP port, without connecting to it: a
    connection of ours would be one more session in a milter's eyes."""
    with open("/proc/net/tcp", encoding="ascii") as table:
        next(table)
        return any(row[1].endswith(f":{port:04X}") and row[3] == "0A" for row in map(str.split, table))


def alive(pid):
    """Whether the process runs; one that has ended and was not collected does not."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as stat:
            return stat.read().rpartition(b")")[2].split()[0] not in (b"Z", b"X")
    except OSError:
        return False


def end_process(process, seconds=10.0):
    """Asks a subprocess to end, insists after `seconds`, returns its status."""
    if process.poll() is None:
        process.terminate()
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.wait()


def name_of(pid):
    """The name of a process, empty when it has ended."""
    try:
        with open(f"/proc/{pid}/comm", encoding="utf-8") as comm:
            return comm.read().strip()
    except OSError:
        return ""


def kill_session(pid):
    """Kills what is left of a session that a subprocess of ours led."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def end_pid(pid, seconds=10.0):
    """The same for a process that is not our child."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(pid, number)
            until(lambda: not alive(pid), f"process {pid} ends", seconds)
        except ProcessLookupError:
            return
        except NeverHappened:
            continue
        return


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
            probe.bind(("::1", 0))
            return True
    except OSError:
        return False
