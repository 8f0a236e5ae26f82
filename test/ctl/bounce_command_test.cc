#include "ctl/bounce_command.hh"

#include "mailreeve/bounce/bound.hh"
#include "mailreeve/bounce/key_store.hh"
#include "mailreeve/bounce/stamp.hh"
#include "test/bounce/ledger_ground.hh"
#include "test/ctl/output.hh"
#include "test/support/mail.hh"

#include <doctest/doctest.h>

#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

namespace mailreeve::ctl {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

std::string dsn(const std::string& stamp)
{
    return "Return-Path: <>\n"
           "Delivered-To: anna@example.net\n"
           "From: MAILER-DAEMON@mx.example.org (Mail Delivery System)\n"
           "To: anna@example.net\n"
           "Subject: Undelivered Mail Returned to Sender\n"
           "Content-Type: multipart/report; report-type=delivery-status;\n"
           " boundary=\"x\"\n"
           "MIME-Version: 1.0\n"
           "\n"
           "--x\n"
           "\n"
           "It could not be delivered.\n"
           "--x\n"
           "Content-Type: message/delivery-status\n"
           "\n"
           "Reporting-MTA: dns; mx.example.org\n"
           "\n"
           "Final-Recipient: rfc822; bob@example.org\n"
           "Action: failed\n"
           "Status: 5.1.1\n"
           "Diagnostic-Code: smtp; 550 no such user\n"
           "--x\n"
           "Content-Type: text/rfc822-headers\n"
           "\n" +
           stamp +
           "From: Anna <anna@example.net>\n"
           "To: bob@example.org\n"
           "Message-ID: <1@example.net>\n"
           "Subject: hello\n"
           "--x--\n";
}

struct Scene {
    bounce::LedgerGround ground; // its state directory is the daemon's
    snapshot::Settings settings;
    BounceOptions options;
    test::Output output;

    Scene()
    {
        settings.local.domains = {test::domain("example.net")};
        ground.ledger();
    }

    fs::path keys() const { return bounce::key_directory(ground.state()); }

    void add_key()
    {
        bounce::add_key(keys(), ground.clock.wall(), ground.clock.wall());
    }

    std::string stamp_field() const
    {
        const auto ring = bounce::KeyRing::load(keys());
        const auto stamp = bounce::make_stamp(
            *ring->signing(ground.clock.wall()), ground.clock.wall(), {},
            bounce::bound(test::address("anna@example.net"), "anna@example.net",
                          "<1@example.net>"));
        return "X-Mailreeve-Stamp: " + stamp.text() + '\n';
    }

    void write(const std::string& name, const std::string& text)
    {
        std::ofstream{ground.state() / name} << text;
        options.messages.push_back(ground.state() / name);
    }

    Exit run(bool json = false)
    {
        StampState state{ground.state()};
        return explain_bounces(options, settings, state, ground.clock,
                               json ? output.json : output.console);
    }

    bool told(const std::string& text) const
    {
        return output.out.str().find(text) != std::string::npos;
    }
};

} // namespace

TEST_SUITE("ctl")
{
    TEST_CASE("a bounce without configuration is told to programs, on one line")
    {
        Scene scene;
        scene.write("dsn.eml", dsn(""));
        StampState nowhere;
        CHECK(explain_bounces(scene.options, {}, nowhere, scene.ground.clock,
                              scene.output.json) == Exit::Ok);
        CHECK(scene.output.out.str() ==
              "{\"file\": \"" + scene.options.messages[0].string() +
                  "\", \"sender\": \"\", \"recipient\": \"anna@example.net\", "
                  "\"class\": \"dsn\", "
                  "\"evidence\": \"a delivery status part (RFC 3464)\", "
                  "\"sure\": true, "
                  "\"headers\": \"rfc822-headers\", "
                  "\"message_id\": \"1@example.net\", "
                  "\"references\": [{\"source\": \"returned\", "
                  "\"message_id\": \"1@example.net\"}], \"envelope_ids\": [], "
                  "\"reporting_mta\": \"mx.example.org\", "
                  "\"recipients\": [{\"original\": \"\", "
                  "\"final\": \"bob@example.org\", \"action\": \"failed\", "
                  "\"status\": \"5.1.1\", "
                  "\"diagnostic\": \"smtp; 550 no such user\"}], "
                  "\"truncated\": false, \"keys\": \"none here\", "
                  "\"proofs\": [{\"kind\": \"batv\", \"result\": \"absent\", "
                  "\"detail\": \"the recipient carries no tag of ours\"}, "
                  "{\"kind\": \"envelope-id\", \"result\": \"absent\", "
                  "\"detail\": \"there is no envelope id of ours\"}, "
                  "{\"kind\": \"stamp\", \"result\": \"unknown\", "
                  "\"detail\": \"there are no keys to verify with\"}, "
                  "{\"kind\": \"message-id\", \"result\": \"unknown\", "
                  "\"detail\": \"the ledger cannot be read as a whole: there is none "
                  "here\"}, {\"kind\": \"path\", \"result\": \"absent\", "
                  "\"detail\": \"it comes from outside\"}], "
                  "\"outcome\": \"unverifiable\", "
                  "\"detail\": \"it cannot be verified now: there are no keys to "
                  "verify with\", \"mode\": \"learn\", "
                  "\"symbol\": \"BOUNCE_UNVERIFIABLE\", \"action\": \"accept\", "
                  "\"withheld\": \"score\", \"points\": 0.00}\n");
    }

    TEST_CASE("ordinary mail is told as none, with every member that programs read")
    {
        Scene scene;
        scene.write("hello.eml", "From: b@example.org\nSubject: hello\n\nhello\n");
        CHECK(scene.run(true) == Exit::Ok);
        CAPTURE(scene.output.out.str());
        for (const auto* member :
             {R"("class": "none")", R"("headers": "none")", R"("message_id": "")",
              R"("proofs": [])", R"("outcome": "not-a-bounce")", R"("sender": null)",
              R"("recipient": "")", R"("symbol": "")", R"("action": "accept")"})
            CHECK(scene.told(member));
        CHECK(scene.output.out.str().find('\n') == scene.output.out.str().size() - 1);
    }

    TEST_CASE("a stamp of ours proves a bounce, and a changed one does not")
    {
        Scene scene;
        scene.add_key();
        auto stamp = scene.stamp_field();
        scene.settings.bounces.mode = bounce::Mode::Liberal;
        scene.settings.bounces.learning = 0s;
        scene.write("valid.eml", dsn(stamp));
        CHECK(scene.run() == Exit::Ok);
        CAPTURE(scene.output.out.str());
        CHECK(scene.told("valid.eml: dsn, valid\n"));
        CHECK(scene.told("keys          1 key, "));
        CHECK(scene.told("proof         stamp proven: stamp k="));
        CHECK(scene.told("mode          liberal\n"));
        CHECK(scene.told("action        accept (BOUNCE_VALID)\n"));

        stamp[stamp.size() - 3] = stamp[stamp.size() - 3] == 'A' ? 'B' : 'A';
        scene.write("forged.eml", dsn(stamp));
        CHECK(scene.run() == Exit::Ok);
        CAPTURE(scene.output.out.str());
        CHECK(scene.told("forged.eml: dsn, invalid\n"));
        CHECK(scene.told("proof         stamp refuted: "));
        CHECK(scene.told("action        quarantine (BOUNCE_INVALID)\n"));
    }

    TEST_CASE(
        "a message that is in the ledger proves its bounce, and nothing is written")
    {
        Scene scene;
        scene.add_key();
        auto entry = bounce::entry_of(1, scene.ground.clock.wall(), "1@example.net");
        entry.sender = "anna@example.net";
        CHECK(scene.ground.records(entry));
        scene.ground.close();
        scene.write("dsn.eml", dsn(""));
        for (int times = 0; times < 100; ++times)
            CHECK(scene.run() == Exit::Ok);
        CAPTURE(scene.output.out.str());
        CHECK(scene.told("proof         message-id proven: "));
        CHECK_FALSE(scene.told("replayed"));
        CHECK(scene.ground.ledger().count_bounce(entry.nonce, entry.time, {}).found ==
              1);
    }

    TEST_CASE("a mode that waits is told with its day, and what it would do")
    {
        Scene scene;
        scene.add_key();
        CHECK(scene.ground.records(bounce::entry_of(1, scene.ground.clock.wall())));
        scene.settings.bounces.mode = bounce::Mode::Strict;
        scene.settings.bounces.learning = 24h;
        scene.write("dsn.eml", dsn(""));
        CHECK(scene.run() == Exit::Ok);
        CAPTURE(scene.output.out.str());
        CHECK(scene.told("mode          learn: strict begins 2026-11-19T11:06:40Z\n"));
        CHECK(scene.told("action        accept (BOUNCE_INVALID); if it were not "
                         "learning: quarantine\n"));
        CHECK(scene.run(true) == Exit::Ok);
        CHECK(scene.told("\"configured_mode\": \"strict\", "
                         "\"learning_until\": \"2026-11-19T11:06:40Z\""));
    }

    TEST_CASE("the envelope is what the administrator says, then what the file says")
    {
        struct Case {
            const char* name;
            const char* from; // nullptr: not said
            const char* to;
            const char* header;
            const char* sender; // as it is told
            const char* recipient;
        };
        const Case cases[] = {
            {"the file", nullptr, "", "Return-Path: <a@example.org>\nTo: x@example.net",
             "\"a@example.org\"", "x@example.net"},
            {"nobody", nullptr, "", "Subject: x", "null", ""},
            {"the administrator", "b@example.org", "y@example.net",
             "Return-Path: <a@example.org>\nTo: x@example.net", "\"b@example.org\"",
             "y@example.net"},
            {"the null sender", "", "", "Return-Path: <a@example.org>", "\"\"", ""},
            {"an mbox", nullptr, "",
             "From a@example.org Thu Nov 26 10:00:00 2026\nX: y", "\"a@example.org\"",
             ""},
            {"a daemon's mbox", nullptr, "",
             "From MAILER-DAEMON Thu Nov 26 10:00:00 2026\nX: y", "\"\"", ""},
            {"our domain goes first", nullptr, "",
             "Delivered-To: x@example.org\nTo: y@example.com, z@example.net", "null",
             "z@example.net"},
            {"none of ours", nullptr, "",
             "To: y@example.com\nX-Original-To: x@example.org", "null",
             "x@example.org"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            Scene scene;
            if (c.from != nullptr)
                scene.options.scene.sender = c.from;
            scene.options.scene.recipient = c.to;
            scene.write("m.eml", std::string{c.header} + "\n\nhello\n");
            CHECK(scene.run(true) == Exit::Ok);
            CAPTURE(scene.output.out.str());
            CHECK(scene.told("\"sender\": " + std::string{c.sender} + ", "));
            CHECK(scene.told("\"recipient\": \"" + std::string{c.recipient} + "\", "));
        }
    }

    TEST_CASE("bounces to a domain that is none of ours are not acted upon")
    {
        Scene scene;
        scene.settings.bounces.mode = bounce::Mode::Liberal;
        scene.options.scene.recipient = "x@example.org";
        scene.write("dsn.eml", dsn(""));
        CHECK(scene.run() == Exit::Ok);
        CAPTURE(scene.output.out.str());
        CHECK(scene.told("mode          off\n"));
        CHECK(scene.told("action        none\n"));
    }

    TEST_CASE("an address that never sends gets no genuine bounce")
    {
        Scene scene;
        scene.add_key();
        scene.settings.bounces.never_sends = {
            mail::AddressPattern::parse("anna@example.net").value()};
        scene.settings.bounces.mode = bounce::Mode::Liberal;
        scene.settings.bounces.learning = 0s;
        scene.write("dsn.eml", dsn(scene.stamp_field()));
        CHECK(scene.run() == Exit::Ok);
        CAPTURE(scene.output.out.str());
        CHECK(scene.told("action        quarantine (BOUNCE_NEVER_SENDS)\n"));
    }

    TEST_CASE("a file that cannot be read is told, and the others go on")
    {
        Scene scene;
        scene.options.messages = {scene.ground.state() / "missing",
                                  scene.ground.state()};
        scene.write("dsn.eml", dsn(""));
        CHECK(scene.run() == Exit::NoInput);
        CHECK(scene.output.err.str() ==
              "mailreevectl: " + scene.options.messages[0].string() +
                  " cannot be read\nmailreevectl: " +
                  scene.options.messages[1].string() + " cannot be read\n");
        CHECK(scene.told("dsn.eml: dsn, "));
    }

    TEST_CASE("keys that cannot be used are told, and the bounce is unverifiable")
    {
        Scene scene;
        scene.add_key();
        for (const auto& key : fs::directory_iterator{scene.keys()})
            ::chmod(key.path().c_str(), 0644);
        scene.write("dsn.eml", dsn(""));
        const auto file = scene.ground.state() / "mailreeve.yaml";
        std::ofstream{file} << "state: " << scene.ground.state().string() << '\n';
        scene.options.file = file;
        CHECK(explain_bounces(scene.options, scene.output.console) == Exit::Ok);
        CHECK(scene.output.err.str().find("mailreevectl: keys: ") != std::string::npos);
        CHECK(scene.output.err.str().find("mode 0644") != std::string::npos);
        CHECK(scene.told("dsn.eml: dsn, unverifiable\n"));
    }

    TEST_CASE("keys that we may not see are told, and the bounce is unverifiable")
    {
        if (::geteuid() == 0)
            return; // root may see everything
        Scene scene;
        scene.add_key();
        ::chmod(scene.ground.state().c_str(), 0);
        StampState state{scene.ground.state()};
        CHECK(state.seen().sight == SeenKeys::Sight::Unreadable);
        CHECK(state.keys_words({}).ends_with("Permission denied"));
        ::chmod(scene.ground.state().c_str(), 0700);
    }

    TEST_CASE(
        "without a configuration file there are the defaults, unless it was named")
    {
        Scene scene;
        scene.write("dsn.eml", dsn(""));
        scene.options.file = scene.ground.state() / "missing.yaml";
        CHECK(explain_bounces(scene.options, scene.output.console) == Exit::Ok);
        CHECK(scene.told("keys          none here\n"));
        CHECK(scene.output.err.str().empty());
        scene.options.must_be_there = true;
        CHECK(explain_bounces(scene.options, scene.output.console) ==
              Exit::Configuration);
    }

    TEST_CASE("of a large message only the front is looked at")
    {
        Scene scene;
        scene.settings.bounces.scan = config::Size{16'384};
        auto text = dsn("");
        text.insert(text.find("--x\n") + 5, std::string(100'000, 'x') + '\n');
        scene.write("large.eml", text);
        CHECK(scene.run() == Exit::Ok);
        CHECK(scene.told("note          not all of the message was looked at\n"));
    }

    TEST_CASE("what a bounce says steers no terminal")
    {
        Scene scene;
        auto text = dsn("");
        text.replace(text.find("no such user"), 12, "\x1b[2J \x9b 31m \xe2\x80\xae");
        scene.write("dsn.eml", text);
        CHECK(scene.run() == Exit::Ok);
        for (const char c : scene.output.out.str())
            CHECK((c == '\n' || (c >= ' ' && c < '\x7f')));
    }
}

} // namespace mailreeve::ctl
