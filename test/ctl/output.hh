// A console whose words a test can read.
#pragma once

#include "ctl/console.hh"

#include <sstream>

namespace mailreeve::test {

struct Output {
    std::ostringstream out;
    std::ostringstream err;
    ctl::Console console{out, err, false};
    ctl::Console json{out, err, true};
};

} // namespace mailreeve::test
