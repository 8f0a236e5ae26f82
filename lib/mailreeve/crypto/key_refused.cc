#include "mailreeve/crypto/key_refused.hh"

namespace mailreeve::crypto {

KeyRefused::KeyRefused(const std::filesystem::path& path, const std::string& problem,
                       std::string mend)
    : std::runtime_error{path.string() + ' ' + problem + "; to mend it: " + mend},
      problem_{path.string() + ' ' + problem}, mend_{std::move(mend)}
{
}

} // namespace mailreeve::crypto
