#include "mailreeve/bounce/judgement.hh"

namespace mailreeve::bounce {

std::string_view name(Outcome outcome)
{
    switch (outcome) {
    case Outcome::NotBounce:
        return "not-a-bounce";
    case Outcome::Exempt:
        return "exempt";
    case Outcome::Valid:
        return "valid";
    case Outcome::ValidForwarded:
        return "valid-forwarded";
    case Outcome::Expired:
        return "expired";
    case Outcome::Replayed:
        return "replayed";
    case Outcome::Invalid:
        return "invalid";
    case Outcome::Unverifiable:
        break;
    }
    return "unverifiable";
}

std::string_view name(Proof::Kind kind)
{
    switch (kind) {
    case Proof::Kind::Batv:
        return "batv";
    case Proof::Kind::EnvelopeId:
        return "envelope-id";
    case Proof::Kind::Stamp:
        return "stamp";
    case Proof::Kind::MessageId:
        return "message-id";
    case Proof::Kind::Path:
        break;
    }
    return "path";
}

std::string_view name(Proof::Result result)
{
    switch (result) {
    case Proof::Result::Proven:
        return "proven";
    case Proof::Result::Absent:
        return "absent";
    case Proof::Result::Refuted:
        return "refuted";
    case Proof::Result::Expired:
        return "expired";
    case Proof::Result::Unknown:
        break;
    }
    return "unknown";
}

} // namespace mailreeve::bounce
