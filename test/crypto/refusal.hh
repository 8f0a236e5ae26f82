// What a refused key tells.
#pragma once

#include "mailreeve/crypto/key_refused.hh"

#include <string>

namespace mailreeve::test {

// "problem | mend"; empty when nothing is refused.
template <class Action>
std::string refusal(const Action& action)
{
    try {
        action();
    } catch (const crypto::KeyRefused& refused) {
        return refused.problem() + " | " + refused.mend();
    }
    return {};
}

} // namespace mailreeve::test
