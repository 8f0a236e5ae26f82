#include "test/support/fake_dns_server.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/base/thread.hh"
#include "test/support/fake_zone.hh"
#include "test/support/loopback_ports.hh"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace mailreeve::test {

namespace {

using Time = std::chrono::steady_clock::time_point;

constexpr std::size_t header_size = 12;

struct Asked {
    Octets wire;
    Octets question;
    std::string name; // as sent
    std::string lower;
    std::uint16_t type = 0;
    bool edns = false;

    std::uint16_t id() const
    {
        return static_cast<std::uint16_t>(wire[0] << 8U | wire[1]);
    }
};

Asked parse(Octets wire)
{
    Asked asked;
    auto end = header_size;
    while (end < wire.size() && wire[end] != 0)
        end += wire[end] + 1U;
    if (end + 5 > wire.size())
        throw std::runtime_error{"a query that is none"};
    asked.question.assign(wire.begin() + header_size,
                          wire.begin() + static_cast<std::ptrdiff_t>(end) + 5);
    asked.name =
        dns::to_text(std::string{asked.question.begin(), asked.question.end() - 4});
    asked.lower = ascii::lower(asked.name);
    asked.type = static_cast<std::uint16_t>(wire[end + 1] << 8U | wire[end + 2]);
    asked.edns = wire[11] != 0;
    asked.wire = std::move(wire);
    return asked;
}

} // namespace

class FakeDnsServer::Impl {
public:
    Impl(OverTcp over_tcp, const std::string& address)
        : over_tcp_{over_tcp}, ip_{ip(address)}, wakeup_{eventfd(0, EFD_CLOEXEC)}
    {
        open();
    }
    ~Impl()
    {
        close();
        ::close(wakeup_);
    }

    void open()
    {
        ports_.open(ip_, port_, over_tcp_ != OverTcp::Refuses);
        port_ = ports_.port();
        thread_ = start_thread(
            "fakedns", [this](const std::stop_token& stop) { run(stop); },
            [](const std::string&) {});
    }

    void close()
    {
        if (!thread_.joinable())
            return;
        thread_.request_stop();
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = write(wakeup_, &one, sizeof one);
        thread_.join();
        std::uint64_t drained = 0;
        [[maybe_unused]] const auto got = read(wakeup_, &drained, sizeof drained);
        ports_.close();
        for (const int fd : stalled_)
            ::close(fd);
        stalled_.clear();
        late_.clear();
    }

    std::mutex mutex_;
    FakeZone zone_;
    std::map<std::string, std::pair<std::vector<std::vector<Act>>, std::size_t>>
        scripts_;
    std::vector<Seen> seen_;
    Act usual_ = Act::Answer;
    std::chrono::milliseconds delay_{0};
    unsigned lose_one_in_ = 0;
    std::uint16_t port_ = 0;
    const OverTcp over_tcp_;
    const net::IpAddress ip_;

private:
    struct Late {
        Time due;
        Octets wire;
        Peer to;
    };

    void run(const std::stop_token& stop)
    {
        while (!stop.stop_requested()) {
            std::array<pollfd, 3> waiting{{{wakeup_, POLLIN, 0},
                                           {ports_.udp(), POLLIN, 0},
                                           {ports_.tcp(), POLLIN, 0}}};
            poll(waiting.data(), waiting.size(), milliseconds_to_next());
            if ((waiting[1].revents & POLLIN) != 0)
                serve_udp();
            if ((waiting[2].revents & POLLIN) != 0)
                serve_tcp();
            send_late();
        }
    }

    int milliseconds_to_next() const
    {
        if (late_.empty())
            return -1;
        const auto left = late_.front().due - std::chrono::steady_clock::now();
        const auto whole = std::chrono::ceil<std::chrono::milliseconds>(left).count();
        return static_cast<int>(std::max<long>(whole, 0));
    }

    void serve_udp()
    {
        Octets wire(4096);
        Peer from;
        const auto got =
            recvfrom(ports_.udp(), wire.data(), wire.size(), 0, from.get(), &from.size);
        if (got <= 0)
            return;
        wire.resize(static_cast<std::size_t>(got));
        const auto asked = parse(std::move(wire));
        const std::lock_guard lock{mutex_};
        note(asked, from, false);
        if (lose_one_in_ != 0 && seen_.size() % lose_one_in_ == 0)
            return;
        for (const auto act : turn_for(asked.lower))
            do_act(act, asked, from);
    }

    void serve_tcp()
    {
        Peer from;
        const int peer = accept(ports_.tcp(), from.get(), &from.size);
        if (peer < 0)
            return;
        const timeval patience{2, 0};
        setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        Octets wire(4096);
        const auto got = recv(peer, wire.data(), wire.size(), 0);
        if (got <= 2)
            return static_cast<void>(::close(peer));
        const auto asked = parse({wire.begin() + 2, wire.begin() + got});
        const std::lock_guard lock{mutex_};
        note(asked, from, true);
        answer_over_tcp(peer, asked);
    }

    void answer_over_tcp(int peer, const Asked& asked)
    {
        auto reply = zone_.answer(asked.id(), asked.question).encode();
        Octets framed;
        append16(framed, static_cast<std::uint32_t>(
                             over_tcp_ == OverTcp::LiesOfSize ? 65535 : reply.size()));
        if (over_tcp_ != OverTcp::Stalls)
            append(framed, reply);
        send(peer, framed.data(), framed.size(), MSG_NOSIGNAL);
        if (over_tcp_ == OverTcp::Stalls)
            stalled_.push_back(peer);
        else
            ::close(peer);
    }

    void note(const Asked& asked, const Peer& from, bool tcp)
    {
        seen_.push_back(
            {asked.name, asked.type, asked.id(), from.port(), tcp, asked.edns});
    }

    std::vector<Act> turn_for(const std::string& name)
    {
        const auto found = scripts_.find(name);
        if (found == scripts_.end())
            return {usual_};
        auto& [turns, next] = found->second;
        return turns[std::min(next++, turns.size() - 1)];
    }

    void do_act(Act act, const Asked& asked, const Peer& to)
    {
        auto message = zone_.answer(asked.id(), asked.question);
        switch (act) {
        case Act::Silent:
            return;
        case Act::WrongId:
            message.id ^= 0x5555U;
            break;
        case Act::WrongQuestion:
            message.question[1] ^= 1U;
            break;
        case Act::WrongCase:
            std::ranges::transform(message.question, message.question.begin(),
                                   [](std::uint8_t octet) {
                                       return static_cast<std::uint8_t>(
                                           ascii::lower(static_cast<char>(octet)));
                                   });
            break;
        case Act::NotAResponse:
            return send_soon(asked.wire, to);
        case Act::WrongSource:
            return send_from_elsewhere(message.encode(), to);
        default:
            spoil(message, act, asked);
            break;
        }
        auto wire = message.encode();
        if (act == Act::Garbage)
            wire[7] = 9; // answers that are not there
        send_soon(std::move(wire), to);
    }

    static void spoil(WireMessage& message, Act act, const Asked& asked)
    {
        const auto fail = [&](unsigned rcode) {
            message.answers.clear();
            message.authority.clear();
            message.flags = static_cast<std::uint16_t>(0x8180U | rcode);
        };
        if (act == Act::ServFail)
            fail(2);
        else if (act == Act::Refused)
            fail(5);
        else if (act == Act::FormErrForEdns && asked.edns)
            fail(1);
        else if (act == Act::Truncate) {
            fail(0);
            message.flags |= 0x0200U;
        } else if (act == Act::Referral) {
            fail(0);
            message.authority.push_back(
                name_record("example", dns::Type::Ns, "ns.elsewhere.example"));
        } else if (act == Act::Signed) {
            message.additional.assign(2, {wire_name("key"), 250, 0, Octets(16), 255});
        }
    }

    void send_soon(Octets wire, const Peer& to)
    {
        if (delay_ == std::chrono::milliseconds::zero())
            return send_now(wire, to);
        late_.push_back(
            {std::chrono::steady_clock::now() + delay_, std::move(wire), to});
    }

    void send_now(const Octets& wire, Peer to) const
    {
        sendto(ports_.udp(), wire.data(), wire.size(), 0, to.get(), to.size);
    }

    void send_late()
    {
        const auto now = std::chrono::steady_clock::now();
        while (!late_.empty() && late_.front().due <= now) {
            send_now(late_.front().wire, late_.front().to);
            late_.erase(late_.begin());
        }
    }

    static void send_from_elsewhere(const Octets& wire, Peer to)
    {
        const int other = socket(to.storage.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        sendto(other, wire.data(), wire.size(), 0, to.get(), to.size);
        ::close(other);
    }

    int wakeup_ = -1;
    LoopbackPorts ports_;
    std::vector<int> stalled_;
    std::vector<Late> late_;
    std::jthread thread_;
};

FakeDnsServer::FakeDnsServer(OverTcp over_tcp, const std::string& address)
    : impl_{std::make_unique<Impl>(over_tcp, address)}
{
}

FakeDnsServer::~FakeDnsServer() = default;

dns::ServerAddress FakeDnsServer::address() const
{
    return {impl_->ip_, {}, impl_->port_};
}

dns::Settings FakeDnsServer::settings() const
{
    dns::Settings settings;
    settings.servers = {address()};
    return settings;
}

FakeDnsServer& FakeDnsServer::add(const WireRecord& record)
{
    const std::lock_guard lock{impl_->mutex_};
    impl_->zone_.add(record);
    return *this;
}

FakeDnsServer& FakeDnsServer::with_soa(std::uint32_t ttl, std::uint32_t minimum)
{
    const std::lock_guard lock{impl_->mutex_};
    impl_->zone_.soa = soa_record(".", ttl, minimum);
    return *this;
}

FakeDnsServer& FakeDnsServer::without_following()
{
    const std::lock_guard lock{impl_->mutex_};
    impl_->zone_.follows = false;
    return *this;
}

FakeDnsServer& FakeDnsServer::script(std::string_view name,
                                     std::vector<std::vector<Act>> turns)
{
    const std::lock_guard lock{impl_->mutex_};
    impl_->scripts_[ascii::lower(name)] = {std::move(turns), 0};
    return *this;
}

void FakeDnsServer::behave(Act act)
{
    const std::lock_guard lock{impl_->mutex_};
    impl_->usual_ = act;
}

void FakeDnsServer::delay(std::chrono::milliseconds delay)
{
    const std::lock_guard lock{impl_->mutex_};
    impl_->delay_ = delay;
}

void FakeDnsServer::lose_one_in(unsigned count)
{
    const std::lock_guard lock{impl_->mutex_};
    impl_->lose_one_in_ = count;
}

void FakeDnsServer::close()
{
    impl_->close();
}

void FakeDnsServer::open()
{
    impl_->open();
}

std::vector<FakeDnsServer::Seen> FakeDnsServer::seen() const
{
    const std::lock_guard lock{impl_->mutex_};
    return impl_->seen_;
}

std::size_t FakeDnsServer::count(std::string_view name) const
{
    return static_cast<std::size_t>(std::ranges::count_if(
        seen(), [&](const Seen& seen) { return ascii::equal(seen.name, name); }));
}

std::size_t FakeDnsServer::count() const
{
    return seen().size();
}

} // namespace mailreeve::test
