// Asking in a test, on a machine that may be busy with other things.
#pragma once

#include "mailreeve/base/future.hh"
#include "test/support/fake_dns_server.hh"

#include <doctest/doctest.h>

#include <stdexcept>

namespace mailreeve::dns {

// Waits long enough for a busy machine, not for ever.
template <class Answer>
Answer answer(const Future<Answer>& future)
{
    const auto* value =
        future.wait_until(std::chrono::steady_clock::now() + std::chrono::seconds{30});
    if (value == nullptr)
        throw std::runtime_error{"no answer within half a minute"};
    return *value;
}

// For tests that count packets: on a busy machine a second try would be sent.
inline Settings once(const test::FakeDnsServer& server)
{
    auto settings = server.settings();
    settings.tries = 1;
    return settings;
}

} // namespace mailreeve::dns
