#include "mailreeve/rdns/reverse_name.hh"

namespace mailreeve::rdns {

std::string_view name(State state)
{
    switch (state) {
    case State::Confirmed:
        return "confirmed";
    case State::Unconfirmed:
        return "unconfirmed";
    case State::Missing:
        return "missing";
    case State::InvalidName:
        return "invalid";
    case State::TemporaryFailure:
        return "temporary_failure";
    case State::Exempt:
        return "exempt";
    }
    return "";
}

std::string_view iprev(State state)
{
    switch (state) {
    case State::Confirmed:
        return "pass";
    case State::Unconfirmed:
    case State::InvalidName: // there is a PTR, and it agrees with nothing
        return "fail";
    case State::Missing:
        return "permerror";
    case State::TemporaryFailure:
        return "temperror";
    case State::Exempt:
        return "";
    }
    return "";
}

} // namespace mailreeve::rdns
