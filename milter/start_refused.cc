#include "milter/start_refused.hh"

#include <system_error>

namespace mailreeve::milter {

std::string error_text(int error)
{
    return std::generic_category().message(error);
}

} // namespace mailreeve::milter
