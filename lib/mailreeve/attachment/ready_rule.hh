// One rule, made ready to be asked. Inside this room only.
#pragma once

#include "mailreeve/attachment/item.hh"
#include "mailreeve/attachment/judge.hh"
#include "mailreeve/attachment/name_forms.hh"
#include "mailreeve/attachment/rule.hh"
#include "mailreeve/mail/address_pattern.hh"

#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace mailreeve::attachment {

// Each name of a file in all of its forms; facts are those of any of them. Once `work`
// is spent, names that are not plain only as they were told, and not complete.
NameForms all_forms(const Item& item, NameWork& work);

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const
    {
        return std::hash<std::string_view>{}(text);
    }
};

struct ReadyRule {
    explicit ReadyRule(Rule told);

    bool is_for(Direction direction, const mail::Address& whom) const;

    // Whether all kinds of conditions hold; `obstacles` are not looked at.
    bool matches(const Item& item, const NameForms& names) const;

    // What matched, to complete "the file ...".
    std::string reason(const Item& item, const NameForms& names) const;

    Rule rule;

private:
    bool matches_name(const std::string& form) const;
    bool matches_names(const NameForms& names) const;

    std::unordered_set<std::string, TextHash, std::equal_to<>> extensions_;
    std::vector<mail::TextPattern> patterns_; // those that are no extension
    mail::AddressSet whom_;
};

} // namespace mailreeve::attachment
