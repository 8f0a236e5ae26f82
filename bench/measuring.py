"""Running a load on a milter and reading what it cost."""

import json
import os
import subprocess
import threading
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def times(pid):
    """Parent, and user and system time so far, of a process and of those that it waited for."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[1]), sum(map(int, fields[11:15])) / TICK


def cpu_seconds(pid):
    """User and system time so far of a process and of all below it."""
    parents, spent = {}, {}
    for each in (int(name) for name in os.listdir("/proc") if name.isdigit()):
        try:
            parents[each], spent[each] = times(each)
        except (FileNotFoundError, ProcessLookupError):  # it has just ended
            continue
    family, size = {pid}, 0
    while len(family) > size:
        size = len(family)
        family |= {each for each, parent in parents.items() if parent in family}
    return sum(spent[each] for each in family)


def status_bytes(pid, field):
    """One of the sizes in /proc/PID/status."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) * 1024
    raise KeyError(field)


class Peak:
    """The most that a process had of something while the body of `with` ran."""

    def __init__(self, pid, field="RssAnon"):
        self.value = 0
        self._pid, self._field = pid, field
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def _watch(self):
        while True:
            self.value = max(self.value, status_bytes(self._pid, self._field))
            if self._over.wait(0.002):
                return

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()


def load(build, address, **options):
    """bench/load with these options (connections=10, proved=True); what it printed."""
    words = []
    for name, value in options.items():
        flag = "--" + name.replace("_", "-")
        words += [flag] if value is True else [flag, str(value)]
    done = subprocess.run([Path(build) / "bench/load", address, *words], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, start_new_session=True)
    if not done.stdout:
        raise RuntimeError(f"the load failed: {done.stderr}")
    return json.loads(done.stdout)


class Run:
    """One load on one milter: rate, CPU a message, latencies."""

    def __init__(self, build, process, address, **options):
        before = cpu_seconds(process.pid)
        self.result = load(build, address, **options)
        if self.result["failed"]:
            raise RuntimeError(f"{self.result['failed']} messages were not answered")
        if self.result["refused"]:
            raise RuntimeError(f"{self.result['refused']} messages were not let pass")
        self.cpu_ms = (cpu_seconds(process.pid) - before) / self.result["messages"] * 1000
        self.rate = self.result["messages"] / self.result["seconds"]

    def latency(self, stage, part="p50"):
        return self.result[stage][part]

    def __str__(self):
        message = self.result["message"]
        return (f"{self.rate:7.0f} messages/s   {self.cpu_ms:6.3f} ms CPU   message "
                f"p50 {message['p50']:.2f} p90 {message['p90']:.2f} p99 {message['p99']:.2f} ms")


class Report:
    """Prints figures beside their goals."""

    def __init__(self):
        self.met = self.missed = self.skipped = 0

    def title(self, text):
        print(f"\n{text}", flush=True)

    def line(self, text):
        print(f"  {text}", flush=True)

    def goal(self, what, value, limit, unit="", least=False):
        good = value >= limit if least else value <= limit
        self.met, self.missed = self.met + good, self.missed + (not good)
        bound = "at least" if least else "at most"
        print(f"  {'met   ' if good else 'MISSED'}  {what}: {value:.2f}{unit} ({bound} {limit:g}{unit})", flush=True)

    def skip(self, what, why):
        self.skipped += 1
        print(f"  skipped {what}: {why}", flush=True)

    def close(self):
        print(f"\n{self.met} goals met, {self.missed} missed, {self.skipped} not measured", flush=True)
