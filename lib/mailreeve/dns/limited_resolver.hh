// A resolver that answers only so many questions: one for each message.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/dns/resolver.hh"

#include <atomic>
#include <memory>

namespace mailreeve::dns {

// Questions beyond the limit fail at once with OverLimit. What is in the cache counts
// too: the limit bounds our work, and is the same whatever was asked before.
// Thread-safe.
//
// It lives until its last answer has come: continuations may ask on through it when
// the message that it was made for is gone.
class MAILREEVE_API LimitedResolver
    : public Resolver,
      public std::enable_shared_from_this<LimitedResolver> {
public:
    // `resolver` must outlive it.
    static std::shared_ptr<const LimitedResolver> make(const Resolver& resolver,
                                                       unsigned limit);

    Future<AddressAnswer> addresses(const std::string& name,
                                    net::Family family) const override;
    Future<NameAnswer> names(const net::IpAddress& address) const override;
    Future<TextAnswer> texts(const std::string& name) const override;
    Future<NameAnswer> exchangers(const std::string& domain) const override;

    // Questions that were not asked.
    unsigned refused() const { return refused_.load(std::memory_order_relaxed); }

private:
    LimitedResolver(const Resolver& resolver, unsigned limit)
        : resolver_{resolver}, left_{limit}
    {
    }

    bool may_ask() const;

    template <class Wanted>
    Future<Wanted> kept_until(Future<Wanted> answer) const;

    const Resolver& resolver_;
    mutable std::atomic<unsigned> left_;
    mutable std::atomic<unsigned> refused_{0};
};

} // namespace mailreeve::dns
