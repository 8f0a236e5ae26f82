// The records that a FakeDnsServer has, and what it would say if it were honest.
#pragma once

#include "test/support/dns_message.hh"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mailreeve::test {

struct FakeZone {
    std::optional<WireRecord> soa; // goes with absences
    bool follows = true;           // CNAMEs, within the zone

    void add(const WireRecord& record)
    {
        records_[{name_text(record.owner), record.type}].push_back(record);
    }

    // `question` is QNAME, QTYPE and QCLASS as they came.
    WireMessage answer(std::uint16_t id, const Octets& question) const
    {
        WireMessage message;
        message.id = id;
        message.question = question;
        const std::span name_and_rest{question};
        auto name = name_text(name_and_rest.first(question.size() - 4));
        const auto type = static_cast<std::uint16_t>(
            question[question.size() - 4] << 8U | question[question.size() - 3]);
        for (int hop = 0; hop < 50 && !take(message, name, type); ++hop) {
            if (!take(message, name, cname))
                return absent(std::move(message), name);
            if (!follows)
                return message;
            name = name_text(message.answers.back().content);
        }
        return message;
    }

private:
    static constexpr auto cname = static_cast<std::uint16_t>(dns::Type::Cname);
    using Key = std::pair<std::string, std::uint16_t>; // name in lower case, type

    bool take(WireMessage& message, const std::string& name, std::uint16_t type) const
    {
        const auto found = records_.find({name, type});
        if (found == records_.end())
            return false;
        for (const auto& record : found->second)
            message.answers.push_back(record);
        return true;
    }

    WireMessage absent(WireMessage message, const std::string& name) const
    {
        const auto found = records_.lower_bound({name, 0});
        if (found == records_.end() || found->first.first != name)
            message.flags |= 3U; // NXDOMAIN
        if (soa)
            message.authority.push_back(*soa);
        return message;
    }

    std::map<Key, std::vector<WireRecord>> records_;
};

} // namespace mailreeve::test
