#include "milter/probe.hh"

#include "mailreeve/base/descriptor.hh"

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>

#include <poll.h>

namespace mailreeve::milter {

namespace {

using std::chrono::steady_clock;

// SMFIC_OPTNEG: version 6, what Postfix offers (libmilter/mfdef.h): a lesser offer
// would be told to the log as an MTA that lacks something.
constexpr std::string_view offer{"\0\0\0\x0dO\0\0\0\x06\0\0\x01\xff\0\x1f\xff\xff", 17};
constexpr std::string_view quit{"\0\0\0\x01Q", 5};

bool wait_for(int socket, short event, steady_clock::time_point until)
{
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(until - steady_clock::now());
    pollfd entry{socket, event, 0};
    return ::poll(&entry, 1, static_cast<int>(std::max<long>(0, left.count()))) == 1;
}

Probe from_error(int error)
{
    if (error == EACCES || error == EPERM)
        return Probe::Barred;
    if (error == EAGAIN) // a unix socket whose queue is full
        return Probe::Silent;
    return Probe::Refused;
}

} // namespace

Probe probe(const SocketAddress& address, std::chrono::milliseconds patience)
{
    const auto until = steady_clock::now() + patience;
    const auto connection = begin_connect(address);
    const Descriptor socket{connection.descriptor};
    if (!socket)
        return from_error(connection.error);
    if (!wait_for(socket.number(), POLLOUT, until))
        return Probe::Silent;
    if (::send(socket.number(), offer.data(), offer.size(), MSG_NOSIGNAL) < 0)
        return errno == ECONNREFUSED ? Probe::Refused : Probe::Silent;
    std::array<char, 5> answer{};
    if (!wait_for(socket.number(), POLLIN, until) ||
        ::recv(socket.number(), answer.data(), answer.size(), 0) !=
            static_cast<ssize_t>(answer.size()) ||
        answer.back() != 'O')
        return Probe::Silent;
    ::send(socket.number(), quit.data(), quit.size(), MSG_NOSIGNAL);
    return Probe::Answered;
}

} // namespace mailreeve::milter
