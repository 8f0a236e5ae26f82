// Stamps for messages of which no more is known than what a bounce returns.
#pragma once

#include "test/bounce/judge_ground.hh"
#include "test/support/dice.hh"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace mailreeve::bounce {

// As the daemon makes it for that From and Message-ID, on one line.
inline std::string stamp_of(const JudgeGround& ground, const mail::Address& sender,
                            const Returned& block, test::Dice& dice)
{
    Nonce nonce{};
    for (auto& byte : nonce)
        byte = static_cast<std::byte>(dice.below(256));
    const auto first = [&](std::string_view name) {
        const auto it = std::ranges::find_if(
            block.fields, [&](const auto& field) { return field.is(name); });
        return it == block.fields.end() ? std::string{} : it->value;
    };
    return make_stamp(ground.keys->keys().front(), ground.clock.wall(), nonce,
                      bound(sender, first("From"), first("Message-ID")))
        .text();
}

} // namespace mailreeve::bounce
