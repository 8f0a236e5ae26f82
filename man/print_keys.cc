// Prints the keys of mailreeve.yaml as mdoc, from the fields that the daemon reads.

#include "snapshot/load.hh"

#include <cstdio>

int main()
{
    const auto keys = mailreeve::snapshot::manual();
    return std::fwrite(keys.data(), 1, keys.size(), stdout) == keys.size() ? 0 : 1;
}
