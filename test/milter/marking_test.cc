#include "milter/marking.hh"

#include "milter/guard.hh"
#include "milter/session.hh"
#include "test/support/doorstep.hh"
#include "test/support/fake_mta.hh"

#include <doctest/doctest.h>

#include <stdexcept>

namespace mailreeve::milter {

using test::Doorstep;
using test::FakeMta;

namespace {

constexpr const char* ours = "local: {domains: [example.net]}\n";

// As when there are no random bytes, or libcrypto fails.
class BrokenLedger final : public test::MemoryLedger {
public:
    Future<store::Commit> record(bounce::Entry) override
    {
        throw std::runtime_error{"libcrypto: HMAC-SHA256 failed"};
    }
};

Answer send(const Gate& gate, const Agreement& agreement, FakeMta& mta)
{
    mta.with("{auth_authen}", "ann");
    Session session{gate, agreement};
    session.connect(mta, "unknown", net::IpAddress::parse("192.0.2.1"));
    session.mail(mta, "<ann@example.net>");
    session.recipient(mta, "<joe@example.com>");
    session.header("From", "ann@example.net");
    session.header("Message-ID", "<1@example.net>");
    return guarded(
        Answer::TempFail, [&] { return session.end_of_message(mta); },
        [&](std::string_view what) { return session.failed(mta, Stage::End, what); });
}

} // namespace

TEST_SUITE("milter")
{
    TEST_CASE("what cannot be given a stamp does not leave")
    {
        Doorstep door{ours};
        FakeMta mta;
        // As after "quit, a new connection follows": nothing was agreed on.
        CHECK(send(door.gate, Agreement{}, mta) == Answer::TempFail);
    }

    TEST_CASE("what cannot be stamped for a fault of ours is not taken in, ever")
    {
        Doorstep door{ours};
        BrokenLedger broken;
        const bounce::Stamper stamper{door.keys, broken, door.clock};
        const Gate gate{door.current, door.clock,     door.log,    door.rate,
                        door.metrics, door.admission, door.poison, stamper};
        const auto agreement =
            negotiate({0x1ff, 0x1fffff}, Load::WithinLimits, Wants{.bounces = true});
        for (int n = 1; n <= 4; ++n) {
            FakeMta mta;
            CAPTURE(n);
            CHECK(send(gate, agreement, mta) == Answer::TempFail);
            CHECK(mta.take_changes().empty());
        }
    }
}

} // namespace mailreeve::milter
