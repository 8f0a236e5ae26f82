#include "mailreeve/bounce/check.hh"

namespace mailreeve::bounce {

std::string_view name(Check check)
{
    switch (check) {
    case Check::Good:
        return "good";
    case Check::Forged:
        return "forged";
    case Check::UnknownKey:
        return "unknown-key";
    case Check::Expired:
        return "expired";
    case Check::FromFuture:
        break;
    }
    return "from-future";
}

Check check_age(WallTime made, WallTime now, std::chrono::seconds lifetime)
{
    const auto age = std::chrono::floor<std::chrono::seconds>(now) -
                     std::chrono::floor<std::chrono::seconds>(made);
    if (age < -max_skew)
        return Check::FromFuture;
    return age > lifetime ? Check::Expired : Check::Good;
}

} // namespace mailreeve::bounce
