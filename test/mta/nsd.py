"""A private NSD on a loopback port, and the zones that tests give it."""

import subprocess
from pathlib import Path

from mta import roots as mta_roots
from mta import wire
from mta.waiting import end_process, free_port, until

# Documentation networks (RFC 5737, RFC 3849) and one domain for hosts.
ZONES = (
    "example", "2.0.192.in-addr.arpa", "100.51.198.in-addr.arpa", "113.0.203.in-addr.arpa",
    "127.in-addr.arpa", "8.b.d.0.1.0.0.2.ip6.arpa",
)
SOA = "@ 60 IN SOA ns.invalid. root.invalid. {serial} 3600 600 86400 60\n@ 60 IN NS ns.invalid.\n"


class Zones:
    """Zone files in the making. Names are absolute, without the last dot."""

    def __init__(self, *more):
        self._zones = {zone: [] for zone in (*ZONES, *more)}

    def zone(self, name):
        """Begins a zone of its own, for instance a blocklist's."""
        self._zones.setdefault(name.lower(), [])
        return self

    def record(self, name, kind, text, ttl=60):
        fits = [z for z in self._zones if name.lower() == z or name.lower().endswith("." + z)]
        if not fits:
            raise ValueError(f"no zone for {name}")
        if kind == "TXT":
            text = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
        elif kind in ("PTR", "CNAME", "NS"):
            text = text.rstrip(".") + "."
        self._zones[max(fits, key=len)].append(f"{name}. {ttl} IN {kind} {text}\n")
        return self

    def host(self, name, *addresses):
        """A name that is confirmed both ways."""
        for address in addresses:
            self.address(name, address)
            self.ptr(address, name)
        return self

    def address(self, name, address):
        return self.record(name, "AAAA" if ":" in address else "A", address)

    def ptr(self, address, name):
        return self.record(wire.reverse_name(address), "PTR", name)

    def listed(self, zone, address, code="127.0.0.2", text=None):
        """An address on the blocklist `zone`, with its test points (RFC 5782)."""
        fresh = zone not in self._zones
        self.zone(zone)
        if fresh:
            self.record(f"2.0.0.127.{zone}", "A", "127.0.0.2")
        name = wire.list_name(address, zone)
        self.record(name, "A", code)
        return self.record(name, "TXT", text) if text else self

    def parked(self, zone, address="203.0.113.80"):
        """A list that answers for everybody."""
        return self.zone(zone).record(f"*.{zone}", "A", address)

    def texts(self, serial=1):
        return {zone: SOA.format(serial=serial) + "".join(lines) for zone, lines in self._zones.items()}


class Nsd:
    """Serves zones, a Zones or {name: text}, on one port, by UDP and TCP."""

    def __init__(self, roots, place, zones):
        self.root = roots.unpacked()
        self.place = Path(place)
        self.host, self.port = "127.0.0.1", 0
        self._zones = zones
        self._process = None

    @property
    def address(self):
        return (self.host, self.port)

    def start(self):
        self.place.mkdir(parents=True, exist_ok=True)
        self.port = self.port or free_port()
        self._write()
        with open(self.place / "nsd.out", "ab") as out:
            self._process = subprocess.Popen(
                [self.root / "usr/sbin/nsd", "-d", "-c", self.place / "nsd.conf"],
                env=mta_roots.environment(self.root), stdin=subprocess.DEVNULL, stdout=out, stderr=out,
            )
        until(self._serves, f"nsd answers; its log:\n{self.log()}", 10)
        return self

    def stop(self):
        if self._process:
            end_process(self._process)
            self._process = None

    def load(self, zones):
        """Serves these zones instead, on the same port. A restart: after SIGHUP
        the old processes answer some questions beside the new ones."""
        self.stop()
        self._zones = zones
        self.start()

    def ask(self, name, kind="A", tcp=False):
        return wire.ask(self.address, name, kind, tcp=tcp)

    def log(self):
        path = self.place / "nsd.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def _texts(self):
        texts = self._zones.texts() if isinstance(self._zones, Zones) else dict(self._zones)
        # For the question whether it is ready, which no test asks.
        return {**texts, "ready.invalid": SOA.format(serial=1)}

    def _serves(self):
        if self._process.poll() is not None:
            raise RuntimeError(f"nsd ended with {self._process.returncode}: {self.log()}")
        answer = wire.ask(self.address, "ready.invalid", "SOA", timeout=0.2)
        return bool(answer and answer.records)

    def _write(self):
        place = self.place
        lines = [
            "server:", f"  ip-address: {self.host}@{self.port}", f"  port: {self.port}", '  username: ""',
            "  server-count: 1", "  rrl-ratelimit: 0", '  chroot: ""', '  database: ""',
            f'  zonesdir: "{place}"', f'  pidfile: "{place}/nsd.pid"', f'  logfile: "{place}/nsd.log"',
            f'  xfrdfile: "{place}/xfrd.state"', f'  zonelistfile: "{place}/zone.list"', f'  xfrdir: "{place}"',
            "remote-control:", "  control-enable: no",
        ]
        for name, text in self._texts().items():
            file = place / f"{name}.zone"
            file.write_text(text)
            lines += ["zone:", f'  name: "{name}"', f'  zonefile: "{file}"']
        (place / "nsd.conf").write_text("\n".join(lines) + "\n")
