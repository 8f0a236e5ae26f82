#include "mailreeve/store/store_error.hh"

namespace mailreeve::store {

StoreError::StoreError(Fault fault, const std::string& what)
    : std::runtime_error{what}, fault_{fault}
{
}

std::string_view name(Fault fault)
{
    switch (fault) {
    case Fault::Busy:
        return "busy";
    case Fault::Full:
        return "disk full";
    case Fault::Corrupt:
        return "corrupt";
    case Fault::ReadOnly:
        return "read-only";
    case Fault::CannotOpen:
        return "cannot be opened";
    case Fault::Unsafe:
        return "unsafe";
    case Fault::Newer:
        return "newer";
    case Fault::Gone:
        return "gone";
    case Fault::Content:
        return "unexpected content";
    case Fault::Other:
        break;
    }
    return "failed";
}

} // namespace mailreeve::store
