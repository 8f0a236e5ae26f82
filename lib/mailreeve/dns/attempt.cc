#include "mailreeve/dns/attempt.hh"

#include <cerrno>

#include <sys/socket.h>

namespace mailreeve::dns {

namespace {

constexpr std::size_t length_size = 2;
constexpr int datagrams_at_once = 32; // then others get their turn

bool would_wait(int error)
{
    return error == EAGAIN || error == EINTR;
}

} // namespace

void Attempt::close()
{
    if (!socket_)
        return;
    transport_.loop.forget(key_);
    socket_.close();
    --transport_.sockets;
}

Obstacle Attempt::take(Opened opened, EventLoop::For what)
{
    if (opened.obstacle != Obstacle::None)
        return opened.obstacle;
    key_ = transport_.loop.watch(opened.socket, what, *this);
    if (key_ == SlotTable<Watcher>::none)
        return Obstacle::Shortage;
    socket_ = std::move(opened.socket);
    ++transport_.sockets;
    sent_ = std::chrono::steady_clock::now();
    server_->count_sent();
    ++transport_.counters.queries;
    return Obstacle::None;
}

void Attempt::fail()
{
    close();
    owner_.broke(*this);
}

Obstacle UdpAttempt::start()
{
    auto opened = open_udp(server()->address(), transport_.chance);
    if (opened.obstacle != Obstacle::None)
        return opened.obstacle;
    const auto wire = query().wire();
    // What the kernel will not send now is a lost packet, except where there is no way.
    if (send(opened.socket.fd(), wire.data(), wire.size(), 0) < 0 && !would_wait(errno))
        return errno == ENOBUFS || errno == ENOMEM ? Obstacle::Shortage
                                                   : Obstacle::Unreachable;
    return take(std::move(opened), EventLoop::For::Reading);
}

void UdpAttempt::ready()
{
    auto& buffer = transport_.datagram;
    for (int i = 0; i < datagrams_at_once && is_open(); ++i) {
        // With MSG_TRUNC the whole length is told, beyond what was kept.
        const auto got = recv(socket_.fd(), buffer.data(), buffer.size(), MSG_TRUNC);
        if (got < 0) {
            if (!would_wait(errno))
                fail();
            return;
        }
        const auto size = static_cast<std::size_t>(got);
        if (size > buffer.size())
            ++transport_.counters.mismatches; // nobody whom we asked sends this
        else
            owner_.arrived(*this, {buffer.data(), size});
    }
}

TcpAttempt::TcpAttempt(Transport& transport, AttemptOwner& owner,
                       std::shared_ptr<Server> server, const Query& query)
    : Attempt{transport, owner, std::move(server), query}, incoming_(length_size)
{
    const auto wire = query.wire();
    outgoing_.reserve(length_size + wire.size());
    outgoing_.push_back(static_cast<std::uint8_t>(wire.size() >> 8U));
    outgoing_.push_back(static_cast<std::uint8_t>(wire.size() & 0xffU));
    outgoing_.insert(outgoing_.end(), wire.begin(), wire.end());
}

Obstacle TcpAttempt::start()
{
    const auto obstacle = take(open_tcp(server()->address()), EventLoop::For::Writing);
    if (obstacle == Obstacle::None)
        ++transport_.counters.tcp;
    return obstacle;
}

void TcpAttempt::ready()
{
    if (written_ < outgoing_.size())
        write_on();
    else
        read_on();
}

void TcpAttempt::write_on()
{
    const auto sent = send(socket_.fd(), outgoing_.data() + written_,
                           outgoing_.size() - written_, MSG_NOSIGNAL);
    if (sent < 0) { // also when the connection could not be made
        if (!would_wait(errno))
            fail();
        return;
    }
    written_ += static_cast<std::size_t>(sent);
    if (written_ == outgoing_.size())
        transport_.loop.change(key_, socket_, EventLoop::For::Reading);
}

void TcpAttempt::read_on()
{
    if (!read_some() || read_ < incoming_.size())
        return;
    if (incoming_.size() == length_size) {
        const auto size = static_cast<std::size_t>(incoming_[0] << 8U | incoming_[1]);
        if (size == 0)
            return fail();
        incoming_.resize(length_size + size);
        return; // the rest is waiting already, or will be announced
    }
    owner_.arrived(*this, std::span{incoming_}.subspan(length_size));
}

// False when nothing came; then the attempt may be closed.
bool TcpAttempt::read_some()
{
    const auto got =
        recv(socket_.fd(), incoming_.data() + read_, incoming_.size() - read_, 0);
    if (got > 0) {
        read_ += static_cast<std::size_t>(got);
        return true;
    }
    if (got == 0 || !would_wait(errno))
        fail();
    return false;
}

} // namespace mailreeve::dns
