// One connection to the control socket: a request read, a reply written, never waiting.
#pragma once

#include "control/operations.hh"
#include "mailreeve/base/clock.hh"
#include "mailreeve/base/descriptor.hh"

#include <cstddef>
#include <string>

namespace mailreeve::control {

class Visit {
public:
    // `connection` does not block.
    Visit(Descriptor connection, Deadline end)
        : connection_{std::move(connection)}, end_{end}
    {
    }

    int descriptor() const { return connection_.number(); }
    Deadline end() const { return end_; }

    // What poll(2) is to wait for.
    short wanted() const;

    // Goes on as far as it can; false when it is over.
    bool go_on(Operations& operations);

private:
    bool read(Operations& operations);
    bool write();

    Descriptor connection_;
    Deadline end_;
    std::string request_;
    std::string reply_; // what is not sent yet
    std::size_t sent_ = 0;
};

} // namespace mailreeve::control
