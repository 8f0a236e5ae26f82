// Files and rules for tests of what is said of them.
#pragma once

#include "mailreeve/attachment/judge.hh"
#include "mailreeve/config/file.hh"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace mailreeve::test {

inline attachment::Item file(std::string name,
                             attachment::FileType type = attachment::FileType::Unknown)
{
    attachment::Item item;
    item.names = {std::move(name)};
    item.type = type;
    item.declared = "application/octet-stream";
    item.size = 1000;
    return item;
}

inline attachment::Item archive(std::string name, std::vector<attachment::Item> inside)
{
    auto item = file(std::move(name), attachment::FileType::Zip);
    item.inside = std::move(inside);
    return item;
}

inline attachment::Settings settings(std::string yaml)
{
    auto loaded =
        config::load_text<attachment::Settings>("attachments.yaml", std::move(yaml));
    INFO(loaded.diagnostics.text());
    REQUIRE(loaded.ok());
    return loaded.settings;
}

inline attachment::RuleSet rules(const std::string& yaml)
{
    return attachment::RuleSet{settings("mode: strip\n" + yaml)};
}

inline attachment::Judged judged(const attachment::Item& item,
                                 const attachment::RuleSet& rules)
{
    return judge(item, rules, attachment::Direction::Inbound,
                 *mail::Address::parse("user@example.net"));
}

} // namespace mailreeve::test
