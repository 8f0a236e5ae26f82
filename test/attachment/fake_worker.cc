// Stands in for mailreeve-unpack and behaves badly, as the last part of its name says.
#include "mailreeve/attachment/item_wire.hh"

#include <csignal>
#include <cstdlib>
#include <string>
#include <string_view>

#include <sys/socket.h>
#include <unistd.h>

namespace {

using namespace mailreeve::attachment;

void send_all(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto sent =
            ::send(STDIN_FILENO, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            std::_Exit(1);
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void send_frame(const std::string& bytes)
{
    send_all(frame_length(bytes.size()));
    send_all(bytes);
}

void behave(std::string_view how)
{
    if (how == "dies")
        ::raise(SIGSEGV);
    if (how == "spends")
        ::raise(SIGPROF);
    if (how == "closes")
        std::_Exit(0);
    if (how == "babbles")
        send_frame(std::string(100, 'x'));
    if (how == "boasts")
        send_all("\xff\xff\xff\xff and much more");
    if (how == "renames") {
        Item item;
        item.names = {"harmless.txt"};
        item.size = 1;
        send_frame(encoded(item));
    }
}

} // namespace

int main(int /*count*/, char** arguments)
{
    const std::string_view name{arguments[0]};
    const auto how = name.substr(name.rfind("fake_worker_") + 12);
    if (how == "ends-at-once")
        return 0;
    send_frame({});
    std::string room(1 << 16, '\0');
    for (bool first = true; ::recv(STDIN_FILENO, room.data(), room.size(), 0) > 0;
         first = false)
        if (first)
            behave(how);
    return 0;
}
