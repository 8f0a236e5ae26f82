#include "control/client.hh"

#include "mailreeve/base/clock.hh"
#include "mailreeve/base/descriptor.hh"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <optional>
#include <system_error>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace mailreeve::control {

namespace {

using Milliseconds = std::chrono::milliseconds;

class Connection {
public:
    Connection(std::string path, Deadline end)
        : path_{std::move(path)}, end_{end}, socket_{::socket(
                                                 AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC,
                                                 0)}
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        if (path_.size() >= sizeof address.sun_path)
            throw Unreachable{path_ + ": the path is too long for a socket"};
        std::memcpy(static_cast<char*>(address.sun_path), path_.data(), path_.size());
        const auto* const name =
            static_cast<const sockaddr*>(static_cast<const void*>(&address));
        if (!socket_ || ::connect(socket_.number(), name, sizeof address) != 0)
            fail(errno);
    }

    [[noreturn]] void fail(int error) const
    {
        const auto words = std::generic_category().message(error);
        const bool nobody = error == ENOENT || error == ECONNREFUSED;
        throw Unreachable{path_ + ": " + words +
                          (nobody ? "; is mailreeve running?" : "")};
    }

    void send(std::string_view bytes) const
    {
        if (::send(socket_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL) !=
            static_cast<ssize_t>(bytes.size()))
            fail(errno);
    }

    // Empty at the end of the connection.
    std::string_view receive()
    {
        wait();
        const auto size = ::recv(socket_.number(), room_.data(), room_.size(), 0);
        if (size < 0)
            fail(errno);
        return {room_.data(), static_cast<std::size_t>(size)};
    }

private:
    void wait() const
    {
        const auto left =
            std::chrono::ceil<Milliseconds>(end_ - std::chrono::steady_clock::now());
        pollfd polled{socket_.number(), POLLIN, 0};
        if (left.count() <= 0 ||
            ::poll(&polled, 1, static_cast<int>(left.count())) == 0)
            fail(ETIMEDOUT);
    }

    std::string path_;
    Deadline end_;
    Descriptor socket_;
    std::array<char, 64UL * 1024> room_{};
};

struct Received {
    std::optional<ReplyHead> head;
    std::string text;

    bool is_whole() const { return head && text.size() >= head->size; }

    // False when this is no reply.
    bool add(std::string_view bytes)
    {
        text += bytes;
        if (head)
            return true;
        const auto line_end = text.find('\n');
        if (line_end == std::string::npos)
            return text.size() < max_reply_head;
        head = parse_reply_head(std::string_view{text}.substr(0, line_end));
        text.erase(0, line_end + 1);
        return head.has_value();
    }
};

} // namespace

Reply ask(const std::filesystem::path& socket, const Request& request,
          std::chrono::milliseconds patience)
{
    Connection connection{socket.string(), std::chrono::steady_clock::now() + patience};
    connection.send(text(request));
    Received received;
    while (!received.is_whole()) {
        const auto bytes = connection.receive();
        if (bytes.empty() || !received.add(bytes))
            throw Unreachable{socket.string() + ": no reply of mailreeve's"};
    }
    received.text.resize(received.head->size);
    return {received.head->outcome, std::move(received.text)};
}

} // namespace mailreeve::control
