// Waiting for an answer in a test: long enough for a busy machine, not for ever.
#pragma once

#include "mailreeve/base/future.hh"

#include <doctest/doctest.h>

#include <stdexcept>

namespace mailreeve::dns {

template <class Answer>
Answer answer(const Future<Answer>& future)
{
    const auto* value =
        future.wait_until(std::chrono::steady_clock::now() + std::chrono::seconds{30});
    if (value == nullptr)
        throw std::runtime_error{"no answer within half a minute"};
    return *value;
}

} // namespace mailreeve::dns
