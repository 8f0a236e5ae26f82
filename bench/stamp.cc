// What a stamp costs, without the ledger: nanoseconds of CPU for each that is made and
// each that is verified.
#include "mailreeve/bounce/stamp.hh"
#include "mailreeve/bounce/envelope_id.hh"
#include "mailreeve/mail/address.hh"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <optional>

namespace {

using namespace mailreeve;
using namespace mailreeve::bounce;

constexpr int rounds = 200000;
constexpr std::chrono::seconds lifetime{1209600};
constexpr std::string_view from = " \"Alice Example\" <alice@example.net>";
constexpr std::string_view message_id =
    " <20261126191500.4711.0123456789abcdef@mail.example.net>";

std::int64_t cpu_nanoseconds()
{
    timespec spent{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    return std::int64_t{spent.tv_sec} * 1000000000 + spent.tv_nsec;
}

// What comes of the work is asked for, so that no work is left out.
template <class Work>
void measure(const char* what, const Work& work)
{
    std::size_t kept = 0;
    const auto start = cpu_nanoseconds();
    for (int round = 0; round < rounds; ++round)
        kept += work();
    const auto each = (cpu_nanoseconds() - start) / rounds;
    std::printf("%-36s %6lld ns\n", what, static_cast<long long>(each));
    if (kept == 0)
        std::abort();
}

KeyRing ring_of(std::size_t count, WallTime now)
{
    std::vector<Key> keys;
    for (std::size_t n = 0; n < count; ++n)
        keys.emplace_back(crypto::make_stored_key(now, now));
    return KeyRing{std::move(keys)};
}

} // namespace

int main()
{
    const WallTime now{std::chrono::seconds{1793000000}};
    const auto ring = ring_of(3, now);
    const auto& key = *ring.signing(now);
    const auto sender = mail::Address::parse("<alice@example.net>").value();
    const auto made = bound(sender, from, message_id);
    const auto nonce = make_nonce();
    const auto text = make_stamp(key, now, nonce, made).text();

    measure("stamp a message (all of it)", [&] {
        const auto bound_now = bound(sender, from, message_id);
        return make_stamp(key, now, make_nonce(), bound_now).text().size();
    });
    measure("  what it binds",
            [&] { return bound(sender, from, message_id).from.size(); });
    measure("  nonce", [&] { return make_nonce().size(); });
    measure("  make_stamp",
            [&] { return make_stamp(key, now, nonce, made).key_id.size(); });
    measure("verify a stamp (all of it)", [&] {
        const auto stamp = Stamp::parse(text);
        const auto bound_now = bound(sender, from, message_id);
        return verify(*stamp, bound_now, ring, now, lifetime) == Check::Good ? 1U : 0U;
    });
    measure("make an envelope id", [&] {
        return make_envelope_id(key, now, nonce, made.sender).text().size();
    });
    return 0;
}
