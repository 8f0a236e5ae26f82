#include "milter/session.hh"

#include "milter/guard.hh"
#include "test/support/doorstep.hh"
#include "test/support/fake_mta.hh"

#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>

namespace mailreeve::milter {

using test::Doorstep;
using test::FakeMta;

namespace {

Agreement agreed()
{
    return negotiate({0x1ff, 0x1fffff}, Load::WithinLimits, Wants{.bounces = true});
}

// A resolver with a fault of its own.
class BrokenResolver final : public dns::Resolver {
public:
    Future<dns::AddressAnswer> addresses(const std::string&, net::Family) const override
    {
        throw std::runtime_error{"the resolver is broken"};
    }
    Future<dns::NameAnswer> names(const net::IpAddress&) const override
    {
        throw std::runtime_error{"the resolver is broken"};
    }
    Future<dns::TextAnswer> texts(const std::string&) const override
    {
        throw std::runtime_error{"the resolver is broken"};
    }
    Future<dns::NameAnswer> exchangers(const std::string&) const override
    {
        throw std::runtime_error{"the resolver is broken"};
    }
};

// A client of a session, guarded as callbacks.cc does.
class Visitor {
public:
    explicit Visitor(Doorstep& door, const Agreement& agreement = agreed())
        : session_{std::make_unique<Session>(door.gate, agreement)}
    {
    }

    Answer connect(const char* address = "192.0.2.1")
    {
        return run(Stage::Connect, [&] {
            return session_->connect(mta, "unknown", net::IpAddress::parse(address));
        });
    }
    Answer mail(const char* sender = "<a@example.com>")
    {
        return run(Stage::Mail, [&] { return session_->mail(mta, sender); });
    }
    Answer recipient(const char* recipient = "<b@example.net>")
    {
        return run(Stage::Recipient,
                   [&] { return session_->recipient(mta, recipient); });
    }
    Answer header(const char* name, const char* value)
    {
        return run(Stage::Header, [&] { return session_->header(name, value); });
    }
    Answer end()
    {
        return run(Stage::End, [&] { return session_->end_of_message(mta); });
    }
    void abort() { session_->abort(); }
    void leave() { session_.reset(); }

    int code()
    {
        const auto reply = mta.take_reply();
        return reply ? reply->code : 0;
    }

    FakeMta mta;

private:
    template <class Call>
    Answer run(Stage stage, const Call& call)
    {
        return guarded(Answer::TempFail, call, [&](std::string_view what) {
            return session_->failed(mta, stage, what);
        });
    }

    std::unique_ptr<Session> session_;
};

} // namespace

TEST_SUITE("milter")
{
    TEST_CASE("a session that found no room at a silent connect hears of it at RCPT")
    {
        Doorstep door{"", {1, 10}};
        Visitor first{door};
        Visitor second{door};
        CHECK(first.connect() == Answer::NoReply);
        CHECK(second.connect() == Answer::NoReply);
        CHECK(second.mail() == Answer::NoReply);
        CHECK(second.recipient() == Answer::TempFail);
        CHECK(second.code() == 421);

        first.leave();
        Visitor third{door};
        third.connect();
        third.mail();
        CHECK(third.recipient() == Answer::Continue);
    }

    TEST_CASE("a message counts as under way from MAIL to its end or its abortion")
    {
        Doorstep door;
        Visitor visitor{door};
        visitor.connect();
        CHECK(door.admission.count().messages == 0);
        visitor.mail();
        CHECK(door.admission.count().messages == 1);
        visitor.abort();
        CHECK(door.admission.count().messages == 0);
        visitor.mail();
        visitor.recipient();
        visitor.end();
        CHECK(door.admission.count().messages == 0);
        CHECK(door.admission.count().work == 0);
        visitor.mail();
        visitor.leave();
        CHECK(door.admission.count().messages == 0);
        CHECK(door.admission.count().sessions == 0);
    }

    TEST_CASE("when the daemon is closing every reply is temporary")
    {
        Doorstep door;
        Visitor visitor{door};
        visitor.connect();
        visitor.mail();
        CHECK(visitor.recipient() == Answer::Continue);
        door.admission.close();
        CHECK(visitor.recipient() == Answer::TempFail);
        CHECK(visitor.code() == 451);
        CHECK(visitor.end() == Answer::TempFail);
        CHECK(visitor.code() == 451);
    }

    TEST_CASE("a fault where no reply is due is told at RCPT, the third time held")
    {
        Doorstep door;
        const BrokenResolver broken;
        door.use(broken);
        door.configure("");
        for (int attempt = 1; attempt <= 2; ++attempt) {
            CAPTURE(attempt);
            Visitor visitor{door};
            CHECK(visitor.connect() == Answer::NoReply);
            CHECK(visitor.mail() == Answer::NoReply);
            CHECK(visitor.recipient() == Answer::TempFail);
            CHECK(visitor.code() == 451);
            CHECK(visitor.mta.take_changes().empty());
        }
        Visitor visitor{door};
        visitor.connect();
        visitor.mail();
        CHECK(visitor.recipient() == Answer::Continue);
        CHECK(visitor.end() == Answer::Continue);
        const auto changes = visitor.mta.take_changes();
        REQUIRE(changes.size() == 1);
        CHECK(changes[0].starts_with("! mailreeve "));
    }

    TEST_CASE("what an MTA does not offer is told once, not once a session")
    {
        Doorstep door;
        const auto poor =
            negotiate({0x01f, 0x1fffff}, Load::WithinLimits, Wants{.bounces = true});
        for (int i = 0; i < 3; ++i)
            Visitor{door, poor};
        CHECK(door.take_log() ==
              std::vector<std::string>{
                  "- - mta offers_no=quarantine",
                  "- - mta offers_no=\"envelope ids on what leaves\""});
    }

    TEST_CASE("verdicts and findings are counted")
    {
        Doorstep door{"deny: {senders: [bad@example.com]}"};
        expose(door.registry, door.admission);
        Visitor visitor{door};
        visitor.connect();
        visitor.mail("<bad@example.com>");
        visitor.recipient();
        visitor.mail();
        visitor.recipient();
        visitor.end();
        const auto text = door.registry.render();
        CAPTURE(text);
        for (const auto* line :
             {R"(mailreeve_verdicts_total{verdict="reject",stage="rcpt"} 1)",
              R"(mailreeve_verdicts_total{verdict="tag",stage="end"} 1)",
              R"(mailreeve_findings_total{symbol="DENIED_SENDER",answered="yes"} 1)",
              "mailreeve_sessions 1", "mailreeve_messages_begun_total 2",
              R"(mailreeve_stage_seconds_count{stage="rcpt"} 2)",
              R"(mailreeve_stage_seconds_count{stage="end"} 1)"})
            CHECK(text.find(line) != std::string::npos);
    }

    TEST_CASE("more recipients than any MTA lets through are told to come again")
    {
        Doorstep door;
        Visitor visitor{door};
        visitor.connect();
        visitor.mail();
        for (std::size_t i = 0; i < Message::max_recipients; ++i)
            REQUIRE(visitor.recipient() == Answer::Continue);
        CHECK(visitor.recipient() == Answer::TempFail);
        CHECK(visitor.code() == 452);
    }

    TEST_CASE("a message that cannot be cleaned of forged fields is not let through")
    {
        for (const auto* config : {"", "mode: observe"}) {
            CAPTURE(config);
            Doorstep door{config};
            Visitor visitor{door};
            visitor.connect();
            visitor.mail();
            visitor.recipient();
            for (std::size_t i = 0; i < CollectedHeaders::max_forged; ++i)
                visitor.header("X-Mailreeve-Decoy", "x");
            visitor.header("X-Mailreeve-Verdict", "clean");
            const bool filters = std::string{config}.empty();
            CHECK(visitor.end() == (filters ? Answer::Reject : Answer::Continue));
            CHECK(visitor.code() == (filters ? 550 : 0));
        }
    }

    TEST_CASE("calls out of order are answered, whatever the order")
    {
        Doorstep door;
        Visitor visitor{door};
        CHECK(visitor.end() == Answer::TempFail);
        CHECK(visitor.recipient() == Answer::TempFail);
        CHECK(visitor.mail() == Answer::NoReply);
        CHECK(visitor.end() != Answer::NoReply);
        visitor.abort();
        visitor.abort();
        CHECK(visitor.connect() == Answer::NoReply);
        CHECK(visitor.connect() == Answer::NoReply);
    }
}

} // namespace mailreeve::milter
