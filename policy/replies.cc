#include "policy/replies.hh"

#include "mailreeve/mail/header_field.hh"
#include "policy/symbols.hh"

#include <algorithm>

namespace mailreeve::policy {

namespace {

std::string bracketed(const inspect::ClientFacts& client)
{
    return client.address ? '[' + client.address->text() + ']' : "[unknown]";
}

Wording both(const std::string& text, const std::string& rejection_code = "5.7.1")
{
    return {{451, "4.7.1", "Access temporarily denied. " + text},
            {550, rejection_code, "Access denied. " + text}};
}

std::string subject_of(const rbl::ListFact& fact)
{
    switch (fact.subject) {
    case rbl::Subject::Client:
        return '[' + fact.asked + ']';
    case rbl::Subject::Helo:
        return "The name given in HELO";
    case rbl::Subject::Sender:
        return "The sender's domain";
    case rbl::Subject::Ptr:
        break;
    }
    return "The name of the client";
}

// A domain was written by the client: only an address goes into the page's address.
std::string page_of(const rbl::ListFact& fact)
{
    auto page = fact.list->page;
    const auto hole = page.find("{ip}");
    if (hole != std::string::npos)
        page.replace(hole, 4, fact.subject == rbl::Subject::Client ? fact.asked : "");
    return page.empty() ? page : ", see " + page;
}

std::string listed_by(const rbl::ListFact& fact)
{
    return subject_of(fact) + " is listed by " + fact.list->title + page_of(fact);
}

std::string helo_problem(std::string_view symbol)
{
    if (symbol == symbols::helo_not_fqdn)
        return "a fully qualified host name in HELO";
    if (symbol == symbols::helo_literal_wrong)
        return "an address literal in HELO to be the address of the client";
    if (symbol == symbols::helo_own_name)
        return "a host name of your own in HELO, not one of ours";
    if (symbol == symbols::helo_unresolvable)
        return "a host name in HELO that exists in the DNS";
    return "a host name in HELO that leads to your address";
}

} // namespace

Wording reverse_dns_wording(const std::string& organization,
                            const inspect::ClientFacts& client)
{
    return both(organization +
                    " requires you to have valid reverse DNS PTR record in order to "
                    "send mail from " +
                    bracketed(client),
                "5.7.25"); // RFC 7372 3.3
}

Wording dynamic_wording(const std::string& organization,
                        const inspect::ClientFacts& client)
{
    return both(organization + " takes no mail from dynamic addresses such as " +
                bracketed(client) + "; use the mail server of your provider");
}

Wording helo_wording(const std::string& organization, std::string_view symbol)
{
    return both(organization + " requires " + helo_problem(symbol));
}

Wording list_wording(const rbl::ListFact& fact)
{
    return both(listed_by(fact));
}

Reply delayed(const rbl::ListFact& fact, std::chrono::seconds still)
{
    const auto minutes = std::max<std::int64_t>(
        1, std::chrono::ceil<std::chrono::minutes>(still).count());
    return {451, "4.7.1",
            "Mail is delayed: " + listed_by(fact) + "; try again in " +
                std::to_string(minutes) + (minutes == 1 ? " minute" : " minutes")};
}

Reply lookup_failed(const inspect::ClientFacts& client)
{
    return {451, "4.4.3",
            "The reverse DNS of " + bracketed(client) + " cannot be looked up now"};
}

Reply denial(const std::string& organization, const inspect::Facts& facts)
{
    const auto whom = facts.denied->what == trust::What::Sender
                          ? "this sender"
                          : bracketed(facts.client);
    return {550, "5.7.1",
            "Access denied. " + organization + " accepts no mail from " + whom};
}

Reply refused_as_spam(const std::string& organization, score::Points score)
{
    return {550, "5.7.1",
            "Message refused. " + organization + " takes it for spam (score " +
                score.text() + ')'};
}

Reply refused_bounce(const std::string& organization)
{
    return {550, "5.7.1",
            "Message refused. Nothing shows that it answers mail that " + organization +
                " has sent"};
}

Reply refused_attachment(const std::string& organization,
                         const inspect::AttachmentFact& fact)
{
    constexpr std::size_t longest = 100; // of a name: its end tells what it is
    auto path = mail::printable(fact.path);
    if (path.size() > longest)
        path = "..." + path.substr(path.size() - longest);
    const auto what = path.empty() ? std::string{"it"} : '"' + path + '"';
    return {550, "5.7.1",
            "Message refused. " + organization +
                " does not send such attachments: " + what + ' ' + fact.reason};
}

} // namespace mailreeve::policy
