#include "mailreeve/dns/answer.hh"

namespace mailreeve::dns {

std::string_view name(Failure failure)
{
    switch (failure) {
    case Failure::None:
        return "none";
    case Failure::BadName:
        return "bad name";
    case Failure::Timeout:
        return "timeout";
    case Failure::ServerFailure:
        return "SERVFAIL";
    case Failure::Refused:
        return "refused";
    case Failure::Malformed:
        return "malformed";
    case Failure::ChainTooLong:
        return "chain too long";
    case Failure::OverLimit:
        return "over limit";
    case Failure::NoServers:
        return "no servers";
    case Failure::ShuttingDown:
        return "shutting down";
    }
    return "unknown";
}

} // namespace mailreeve::dns
