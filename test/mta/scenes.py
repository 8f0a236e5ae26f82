"""The world in which tests and the quickstart play: a zone with hosts and
blocklists, a configuration that knows them, and eight clients of every kind.

All addresses are of documentation networks, all names end in .example; nobody
outside is asked.
"""

from dataclasses import dataclass

from mta.nsd import Zones
from mta.smtp import message

ORGANIZATION = "Example Ltd"
DOMAINS = ["example.net", "example.org"]
PARKED = "parked.example"
DEFERRED = (r"451 4\.7\.1 Access temporarily denied\. Example Ltd requires you to have valid reverse DNS PTR record "
            r"in order to send mail from \[{address}\] \(id ([0-9A-Z]{{13}})\)")


def blocklist(zone, points, **more):
    """A list of rbl.lists; its symbol is RBL_ and the first label."""
    label = zone.split(".")[0].upper()
    return {"zone": zone, "symbol": f"RBL_{label}", "points": points, "codes": {"127.0.0.2-9": points}, **more}


LISTS = [
    blocklist("alpha.example", 5, title="Alpha List", page="https://alpha.example/?ip={ip}"),
    blocklist("beta.example", 4),
    blocklist("gamma.example", 3),
]
PARKED_LIST = blocklist(PARKED, 9)


@dataclass(frozen=True)
class Caller:
    """A client, what is wrong with it, and what it gets for that."""

    what: str
    address: str
    helo: str
    verdict: str
    findings: tuple
    code: int = 250

    @property
    def subject(self):
        return f"from the client: {self.what}"

    @property
    def sender(self):
        return f"sender@{self.helo}"


NAMED = "mail.{}.example"
DSL = "dsl-192-0-2-14.dyn.provider.example"
CALLERS = (
    Caller("good", "192.0.2.11", NAMED.format("good"), "accept", ()),
    Caller("no PTR", "192.0.2.12", NAMED.format("nameless"), "defer", ("RDNS_MISSING=5.00",), 451),
    Caller("PTR not confirmed", "192.0.2.13", NAMED.format("askew"), "accept", ("RDNS_UNCONFIRMED=2.50",)),
    Caller("a dynamic-looking name", "192.0.2.14", DSL, "accept", ("RDNS_DYNAMIC=1.50",)),
    Caller("one listing", "192.0.2.15", NAMED.format("listed"), "tag", ("RBL_ALPHA=5.00",)),
    Caller("several listings", "192.0.2.16", NAMED.format("worse"), "quarantine",
           ("RBL_ALPHA=5.00", "RBL_BETA=4.00", "RBL_GAMMA=3.00")),
    Caller("a listed IPv6 address", "2001:db8::17", NAMED.format("six"), "tag", ("RBL_ALPHA=5.00",)),
    Caller("a parked list asked", "192.0.2.18", NAMED.format("fine"), "accept", ("RBL_PARKED=unknown",)),
)


def caller(what):
    return next(one for one in CALLERS if one.what == what)


def zones():
    """What the DNS knows of the eight, and of some others that tests send."""
    known = Zones().parked(PARKED)
    for one in CALLERS:
        if one.what in ("no PTR", "PTR not confirmed"):
            known.address(one.helo, one.address)
        else:
            known.host(one.helo, one.address)
    known.ptr(caller("PTR not confirmed").address, "mail.elsewhere.example")
    known.address("mail.elsewhere.example", "198.51.100.99")
    for address in ("192.0.2.15", "192.0.2.16", "2001:db8::17"):
        known.listed("alpha.example", address, "127.0.0.2", f"Sent spam, see https://alpha.example/?ip={address}")
    known.listed("beta.example", "192.0.2.16", "127.0.0.4").listed("gamma.example", "192.0.2.16", "127.0.0.9")
    return known


def config(*servers, **keys):
    """A configuration that asks these name servers; keys change it."""
    return {
        "organization": ORGANIZATION,
        "local": {"domains": DOMAINS},
        "dns": {"servers": [f"{host}:{port}" for host, port in (s.address for s in servers)], "budget": "2s"},
        "rbl": {"lists": LISTS},
        **keys,
    }


def greet(client, one, name=None):
    """Makes a connection that of a caller. `name` is what the MTA shall think it
    has confirmed; by default it has not, and our own lookup decides."""
    client.ehlo(one.helo)
    more = {} if name is None else {"name": name}
    return client.xclient(one.address, helo=one.helo, **more)


def send(client, one, recipients=("joe@example.net",), **content):
    """One message of a caller who has greeted."""
    content.setdefault("sender", one.sender)
    return client.send(one.sender, list(recipients), message(content.pop("subject", one.subject), **content))
