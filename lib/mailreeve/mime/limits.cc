#include "mailreeve/mime/limits.hh"

namespace mailreeve::mime {

std::string_view name(Excess excess)
{
    switch (excess) {
    case Excess::Parts:
        return "parts";
    case Excess::Depth:
        return "depth";
    case Excess::HeaderBytes:
        return "header size";
    case Excess::Fields:
        return "header fields";
    case Excess::AllFields:
        return "header fields in all";
    case Excess::Parameters:
        return "parameters";
    }
    return "";
}

} // namespace mailreeve::mime
