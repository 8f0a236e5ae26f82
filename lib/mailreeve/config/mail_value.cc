#include "mailreeve/config/mail_value.hh"

namespace mailreeve::config {

std::optional<mail::Domain> Value<mail::Domain>::parse(std::string_view text)
{
    return mail::Domain::parse(text);
}

std::optional<mail::DomainPattern>
Value<mail::DomainPattern>::parse(std::string_view text)
{
    return mail::DomainPattern::parse(text);
}

std::optional<mail::AddressPattern>
Value<mail::AddressPattern>::parse(std::string_view text)
{
    return mail::AddressPattern::parse(text);
}

std::optional<mail::TextPattern> Value<mail::TextPattern>::parse(std::string_view text)
{
    return mail::TextPattern::parse(text);
}

std::string Value<mail::TextPattern>::problem(std::string_view text)
{
    return mail::TextPattern::problem(text);
}

using Names = Reader<std::vector<mail::DomainPattern>>;

void Reader<mail::DomainSet>::read(const Node& node, mail::DomainSet& out,
                                   Diagnostics& diagnostics)
{
    std::vector<mail::DomainPattern> names;
    Names::read(node, names, diagnostics, Anything{});
    out = {};
    for (const auto& name : names)
        out.insert(name);
}

Node Reader<mail::DomainSet>::show(const mail::DomainSet& value)
{
    return Names::show({value.patterns().begin(), value.patterns().end()});
}

std::string Reader<mail::DomainSet>::kind()
{
    return Names::kind();
}

} // namespace mailreeve::config
