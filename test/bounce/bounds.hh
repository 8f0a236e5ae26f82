// Made-up mail for stamps to be made for.
#pragma once

#include "mailreeve/bounce/bound.hh"
#include "mailreeve/bounce/nonce.hh"
#include "test/support/dice.hh"

namespace mailreeve::test {

inline constexpr std::string_view some_letters =
    "abcdefghijklmnopqrstuvwxyz0123456789._+";

inline std::string some_mailbox(Dice& dice)
{
    return dice.text(some_letters, 1 + dice.below(20)) + '@' +
           dice.text("abcdefghij", 1 + dice.below(12)) + ".example";
}

// All fields differ; author and message id are missing now and then.
inline bounce::Bound some_bound(Dice& dice)
{
    return {some_mailbox(dice), dice.one_in(20) ? "" : some_mailbox(dice),
            dice.one_in(20) ? "" : dice.text(some_letters, 1 + dice.below(200)) + "@x"};
}

inline bounce::Nonce some_nonce(Dice& dice)
{
    bounce::Nonce nonce{};
    for (auto& byte : nonce)
        byte = static_cast<std::byte>(dice.below(256));
    return nonce;
}

} // namespace mailreeve::test
