// The names of files of kept messages.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/id.hh"

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

namespace mailreeve::quarantine {

// 1B7K0Q2M9XW3T.mrq, 1B7K0Q2M9XW3T-2.mrq for a second one of that transaction, and
// 1B7K0Q2M9XW3T.mrq.damaged for one that was set aside. They sort by time.
struct MAILREEVE_API FileName {
    static constexpr unsigned max_number = 99;

    Id id;
    unsigned number = 1; // at most max_number
    bool set_aside = false;

    // Nothing for any other name.
    static std::optional<FileName> parse(std::string_view text);

    std::string text() const;

    // Without ending: "1B7K0Q2M9XW3T-2".
    std::string short_text() const;

    // When the transaction began.
    WallTime time() const { return id.time(); }

    bool operator==(const FileName&) const = default;
    auto operator<=>(const FileName& other) const
    {
        return std::tie(id, number, set_aside) <=>
               std::tie(other.id, other.number, other.set_aside);
    }
};

// A file that is not complete, of that id: ".1B7K0Q2M9XW3T-1a2b3c4d.new".
std::string unfinished_name(const Id& id);
bool is_unfinished(std::string_view name);

} // namespace mailreeve::quarantine
