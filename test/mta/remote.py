"""The rest of the world: MTAs that take our mail, or do not, and send bounces home.

Each has domains of its own and mails from an address of its own, so that home
can tell them from its own clients (local.networks). The local parts say what
becomes of a message: refused@ is refused at RCPT, so that our own MTA makes the
bounce; unknown@ is taken and comes back; slow@ is taken and waits, with a warning
after a second; all others arrive in the sink.
"""

from mta.exim import Exim
from mta.postfix import Postfix
from mta.sendmail import Sendmail

POSTFIX, STRIPPING, EXIM, SENDMAIL = "postfix.example", "stripping.example", "exim.example", "sendmail.example"
SOURCES = {POSTFIX: "127.0.0.21", STRIPPING: "127.0.0.22", EXIM: "127.0.0.23", SENDMAIL: "127.0.0.24"}
REFUSAL, LATER = "550 5.1.1 nobody of that name here", "450 4.2.0 not now"


def routes(servers):
    """transport_maps of home: {domain: port}."""
    return "inline:{" + " ".join(f"{{{domain}=smtp:[127.0.0.1]:{port}}}" for domain, port in servers.items()) + "}"


def refuse(sink, domain):
    """Has the sink behind an MTA refuse what the MTA took."""
    sink.refused.update({f"unknown@{domain}": REFUSAL, f"slow@{domain}": LATER})


def postfix(ground, sink, home, domain=POSTFIX, **params):
    """The Postfix of a domain; all mail that is not for it goes to the port `home`."""
    refuse(sink, domain)
    return ground.run(lambda: Postfix(
        ground.roots, ground.directory("remote"), sink.port, relay_domains=(domain,), params={
            "myhostname": f"mx.{domain}", "mydomain": domain,
            "smtp_bind_address": SOURCES.get(domain, "127.0.0.29"),
            "default_transport": f"smtp:[127.0.0.1]:{home}",
            "smtpd_recipient_restrictions": f"check_recipient_access inline:{{{{refused@{domain}={REFUSAL}}}}}",
            "delay_warning_time": "1s", "confirm_delay_cleared": "yes",
            **params,
        }))


def stripping_postfix(ground, sink, home, domain=STRIPPING):
    """One that takes every X- field off what it takes in, and hides that it knows
    DSN: neither stamp nor envelope id comes back from it."""
    return postfix(ground, sink, home, domain, header_checks="regexp:{{/^X-/ IGNORE}}",
                   smtpd_discard_ehlo_keywords="dsn, silent-discard")


def exim(ground, sink, home, **options):
    return ground.run(lambda: Exim(ground.roots, ground.directory("exim"), sink.port, home, domains=(EXIM,),
                                   source=SOURCES[EXIM], **options))


# Fields of a rule are separated by tabs. Domain names of class w end in a dot there.
SENDMAIL_ROUTES = """\
define(`confDOMAIN_NAME', `mx.{domain}')dnl
define(`confTO_QUEUEWARN', `1s')dnl
CLIENT_OPTIONS(`Family=inet, Address={source}')dnl
MAILER_DEFINITIONS
Mother,\tP=[IPC], F=mDFMuXa8, S=EnvFromSMTP/HdrFromSMTP, R=EnvToSMTP, E=\\r\\n, L=990,
\tT=DNS/RFC822/SMTP, A=TCP $h {port}
LOCAL_RULE_0
R$+ <@ {domain}> $*\t$#relay $@ [127.0.0.1] $: $1 <@ {domain}> $2
R$+ <@ {domain}.> $*\t$#relay $@ [127.0.0.1] $: $1 <@ {domain}> $2
R$+ <@ $+> $*\t$#other $@ [127.0.0.1] $: $1 <@ $2> $3
"""


def sendmail_routes(domain, port, source="127.0.0.1"):
    """For a Sendmail (its `more`): mail for the domain goes to its sink, all other
    mail to this port."""
    return SENDMAIL_ROUTES.format(domain=domain, port=port, source=source)


def sendmail(ground, sink, home):
    """It refuses nobody."""
    refuse(sink, SENDMAIL)
    more = sendmail_routes(SENDMAIL, home, SOURCES[SENDMAIL])
    return ground.run(lambda: Sendmail(ground.roots, sink.port, more=more))
