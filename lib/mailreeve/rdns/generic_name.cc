#include "mailreeve/rdns/generic_name.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/rdns/address_in_name.hh"
#include "mailreeve/rdns/host_name.hh"
#include "mailreeve/rdns/name_words.hh"

#include <algorithm>
#include <vector>

namespace mailreeve::rdns {

namespace {

using Labels = std::vector<std::string_view>;

Labels split(std::string_view name)
{
    Labels labels;
    for (;;) {
        const auto dot = name.find('.');
        labels.push_back(name.substr(0, dot));
        if (dot == std::string_view::npos)
            return labels;
        name.remove_prefix(dot + 1);
    }
}

// A word of a label, and the label's place: 0 is the leftmost.
struct Word {
    std::string_view text;
    std::size_t label = 0;
};

// The letters between hyphens, underscores and digits.
void add_words(std::string_view label, std::size_t place, std::vector<Word>& words)
{
    for (std::size_t at = 0; at < label.size();) {
        auto end = at;
        while (end < label.size() && ascii::is_alpha(label[end]))
            ++end;
        if (end > at)
            words.push_back({label.substr(at, end - at), place});
        at = std::max(end, at + 1);
    }
}

// What stands left of the registered domain.
struct HostPart {
    std::vector<Word> words;
    bool numbered = false; // two digits or more: one of many
};

HostPart host_part(const Labels& labels, std::size_t count)
{
    HostPart host;
    std::ptrdiff_t digits = 0;
    for (std::size_t n = 0; n < count; ++n) {
        add_words(labels[n], n, host.words);
        digits += std::ranges::count_if(labels[n], ascii::is_digit);
    }
    host.numbered = digits >= 2;
    return host;
}

const Word* first_of(const std::vector<Word>& words, bool (*wanted)(std::string_view))
{
    const auto found = std::ranges::find_if(words, wanted, &Word::text);
    return found == words.end() ? nullptr : &*found;
}

Generic dynamic(const Word& word)
{
    return {Generic::Kind::DynamicToken, std::string{word.text}};
}

} // namespace

std::optional<Generic> generic(std::string_view name, const net::IpAddress& address)
{
    if (!is_host_name(name))
        return std::nullopt;
    const auto lower = ascii::lower(name);
    const auto labels = split(lower);
    const auto registered = std::min(registered_labels(labels), labels.size());
    const auto host = host_part(labels, labels.size() - registered);

    if (first_of(host.words, is_fixed_word) != nullptr)
        return std::nullopt;
    const auto* server = first_of(host.words, is_server_word);
    // mail.dyn.example is a mail server there; dyn-7.mail.example is none.
    const auto* access = first_of(host.words, is_access_word);
    if (access != nullptr && (server == nullptr || server->label > access->label))
        return dynamic(*access);
    if (server != nullptr)
        return std::nullopt;

    const auto part = address_in(lower, address);
    const bool certain = part && (part->strength == AddressPart::Strength::Certain ||
                                  first_of(host.words, is_host_word) != nullptr);
    // m192-0-2-7.mailer.example: whoever registered "mailer" sends mail for others.
    if (certain && !is_mail_domain(labels[labels.size() - registered]))
        return Generic{Generic::Kind::AddressInName, part->text};
    const auto* customer = first_of(host.words, is_customer_word);
    if (customer != nullptr && host.numbered)
        return dynamic(*customer);
    return std::nullopt;
}

} // namespace mailreeve::rdns
