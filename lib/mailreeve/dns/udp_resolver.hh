// A resolver that asks recursive name servers over the network.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/base/clock.hh"
#include "mailreeve/dns/resolver.hh"
#include "mailreeve/dns/settings.hh"
#include "mailreeve/dns/statistics.hh"

#include <functional>
#include <memory>
#include <string>

namespace mailreeve::dns {

class Engine;

// One thread, whatever the number of questions. Each query has a connected socket on a
// random port, a random id and letters in random case, and its answer must match in all
// of them (RFC 5452); what does not is ignored and counted, and the wait goes on.
// Truncated answers are fetched over TCP. Answers are cached as long as their TTL says,
// absences as RFC 2308 says, failures for `failure_memory`; equal questions share one
// query. While no server is well, every question fails at once with NoServers, and the
// servers are probed; one that answers again is asked again.
//
// Thread-safe. Destroying it gives all unanswered futures ShuttingDown, and waits for
// the thread.
class MAILREEVE_API UdpResolver final : public Resolver {
public:
    // Lines for the log, as "name server 192.0.2.53:53 does not answer; ..."; called
    // on the resolver's thread, and by the constructor.
    using Notice = std::function<void(const std::string& text)>;

    // Throws std::system_error when the kernel gives no epoll or no thread.
    explicit UdpResolver(const Settings& settings, Notice notice = {});

    // The same with a clock that says how old a cached answer is; it must outlive the
    // resolver. Time on the network is always the kernel's.
    UdpResolver(const Settings& settings, const Clock& clock, Notice notice = {});

    ~UdpResolver() override;
    UdpResolver(const UdpResolver&) = delete;
    UdpResolver& operator=(const UdpResolver&) = delete;

    Future<AddressAnswer> addresses(const std::string& name,
                                    net::Family family) const override;
    Future<NameAnswer> names(const net::IpAddress& address) const override;
    Future<TextAnswer> texts(const std::string& name) const override;
    Future<NameAnswer> exchangers(const std::string& domain) const override;

    Statistics statistics() const;

private:
    std::unique_ptr<Engine> engine_;
};

} // namespace mailreeve::dns
