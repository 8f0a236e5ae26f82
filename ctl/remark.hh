// What a check has to say about one thing, and how bad it is.
#pragma once

#include "ctl/console.hh"

#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::ctl {

enum class Grade {
    Ok,
    Warning, // works, but the administrator should know
    Error,   // does not do what it was set up for
};

std::string_view name(Grade grade); // "ok", "warning", "error"

struct Remark {
    Grade grade = Grade::Ok;
    std::string subject; // "smtpd_milters"
    std::string text;
    std::string hint; // what to do; may be empty

    bool operator==(const Remark&) const = default;
};

using Remarks = std::vector<Remark>;

// Configuration when there is an error among them.
Exit status_of(const Remarks& remarks);

void print(const Remarks& remarks, const Console& console);

} // namespace mailreeve::ctl
