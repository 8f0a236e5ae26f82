#include "ctl/stamp_state.hh"

#include "mailreeve/bounce/key_store.hh"
#include "mailreeve/bounce/read_only_ledger.hh"

#include <system_error>
#include <utility>
#include <vector>

namespace mailreeve::ctl {

namespace {

using Sight = SeenKeys::Sight;

std::shared_ptr<const bounce::KeyRing> no_keys()
{
    return std::make_shared<const bounce::KeyRing>(std::vector<bounce::Key>{});
}

// Where there is no daemon: answers nothing.
class NoLedger final : public bounce::Ledger {
public:
    Future<store::Commit> record(bounce::Entry /*entry*/) override
    {
        return Future<store::Commit>::ready(
            store::NotCommitted{store::Fault::CannotOpen, why});
    }
    bounce::Lookup<std::optional<bounce::Entry>>
    by_nonce(const bounce::Nonce& /*nonce*/, WallTime /*stamped*/) const override
    {
        return {false, why, {}};
    }
    bounce::Lookup<std::vector<bounce::Entry>>
    by_message(const bounce::MessageHash& /*message*/,
               std::size_t /*max*/) const override
    {
        return {false, why, {}};
    }
    bounce::Lookup<std::uint32_t>
    count_bounce(const bounce::Nonce& /*nonce*/, WallTime /*stamped*/,
                 const bounce::MessageHash& /*bounce*/) override
    {
        return {false, why, 0};
    }
    std::optional<WallTime>
    stamping_since(const mail::Domain& /*domain*/) const override
    {
        return std::nullopt;
    }

private:
    static constexpr const char* why = "there is none here";
};

} // namespace

SeenKeys look_at_keys(const std::filesystem::path& state)
{
    const AsOwner rights{state};
    try {
        auto ring = bounce::KeyRing::load(bounce::key_directory(state));
        const auto sight = ring->keys().empty() ? Sight::None : Sight::Found;
        return {sight, std::move(ring), {}, {}};
    } catch (const crypto::KeyRefused& refused) {
        return {Sight::Refused, no_keys(), refused.problem(), refused.mend()};
    } catch (const std::system_error& error) {
        return {Sight::Unreadable, no_keys(), error.what(), {}};
    }
}

StampState::StampState()
    : seen_{Sight::None, no_keys(), {}, {}}, keys_{seen_.ring},
      ledger_{std::make_unique<NoLedger>()}
{
}

StampState::StampState(std::filesystem::path state)
    : state_{std::move(state)}, seen_{look_at_keys(state_)}, keys_{seen_.ring}
{
    const auto held = rights();
    auto ledger = std::make_unique<bounce::ReadOnlyLedger>(state_);
    ledger_problem_ = ledger->problem();
    has_ledger_ = ledger->has_days();
    ledger_ = std::move(ledger);
}

std::string StampState::keys_words(WallTime now) const
{
    switch (seen_.sight) {
    case Sight::None:
        return "none here";
    case Sight::Unreadable:
    case Sight::Refused:
        return seen_.problem;
    case Sight::Found:
        break;
    }
    const auto count = seen_.ring->keys().size();
    return std::to_string(count) + (count == 1 ? " key, " : " keys, ") +
           seen_.ring->signing(now)->info().id + " signs";
}

} // namespace mailreeve::ctl
