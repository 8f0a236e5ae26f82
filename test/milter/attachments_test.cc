// What a session does with attachments, and with mail that is kept back.
#include "milter/guard.hh"
#include "milter/session.hh"
#include "test/support/doorstep.hh"
#include "test/support/fake_mta.hh"
#include "test/support/fake_unpacker.hh"
#include "test/support/memory_quarantine.hh"
#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include <sys/wait.h>
#include <unistd.h>

namespace mailreeve::milter {

using test::Doorstep;
using test::FakeMta;
using test::FakeUnpacker;
using test::MemoryQuarantine;

namespace {

const std::string on = "organization: Example Ltd\n"
                       "local: {domains: [example.net]}\n"
                       "attachments: {mode: strip}\n";

const std::string zip = "UEsDBAoAAAAAAAAAIQAAAAAAAAAAAAAAAAAFAAAAYS50eHQ=\r\n";

std::string body_with(const std::string& name, const std::string& content = zip)
{
    return "--b\r\nContent-Type: text/plain\r\n\r\nThe invoice.\r\n--b\r\n"
           "Content-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n"
           "Content-Disposition: attachment; filename=" +
           name + "\r\n\r\n" + content + "--b--\r\n";
}

struct Scene {
    explicit Scene(
        const std::string& yaml = on, FakeUnpacker::Finds finds = [](auto&) {})
        : door{yaml}, unpacker{std::move(finds)}
    {
        door.keep_in(quarantine);
        door.unpack_by(unpacker);
    }

    Answer end_of(const std::string& body,
                  const std::vector<std::string>& recipients = {"<joe@example.net>"},
                  const std::string& type = "multipart/mixed; boundary=b")
    {
        if (!session)
            meet();
        run(Stage::Mail, [&] { return session->mail(mta, "<a@example.com>"); });
        for (const auto& recipient : recipients)
            run(Stage::Recipient, [&] { return session->recipient(mta, recipient); });
        for (const auto& [name, value] :
             {std::pair<std::string, std::string>{"Subject", " Invoice"},
              {"MIME-Version", " 1.0"},
              {"Content-Type", ' ' + type}})
            run(Stage::Header,
                [&, n = name, v = value] { return session->header(n, v); });
        for (std::size_t at = 0; at < body.size(); at += chunk)
            run(Stage::Body, [&] {
                return session->body(std::string_view{body}.substr(at, chunk));
            });
        return run(Stage::End, [&] { return session->end_of_message(mta); });
    }

    void
    meet(const Agreement& agreement = negotiate({0x1ff, 0x1fffff}, Load::WithinLimits,
                                                {.bounces = true, .contents = true}))
    {
        session = std::make_unique<Session>(door.gate, agreement);
        run(Stage::Connect, [&] {
            return session->connect(mta, "unknown", net::IpAddress::parse("192.0.2.1"));
        });
    }

    template <class Call>
    Answer run(Stage stage, const Call& call)
    {
        return guarded(Answer::TempFail, call, [&](std::string_view what) {
            return session->failed(mta, stage, what);
        });
    }

    bool changed(const std::string& start)
    {
        return std::ranges::any_of(mta.take_changes(), [&](const std::string& change) {
            return change.starts_with(start);
        });
    }

    Doorstep door;
    MemoryQuarantine quarantine;
    FakeUnpacker unpacker;
    FakeMta mta;
    std::unique_ptr<Session> session;
    std::size_t chunk = 65'535;
};

} // namespace

TEST_SUITE("milter")
{
    TEST_CASE(
        "a denied file is taken out, the original kept, and every other byte stays")
    {
        Scene scene{on, test::program("invoice.exe")};
        const auto body = body_with("invoice.zip");
        CHECK(scene.end_of(body) == Answer::Continue);
        const auto kept = scene.quarantine.take();
        REQUIRE(kept.size() == 1);
        CHECK(kept[0].held.why == quarantine::Why::Stripped);
        CHECK(kept[0].held.subject == "Invoice");
        CHECK(kept[0].message.ends_with("\r\n\r\n" + body));
        REQUIRE(kept[0].held.removed.size() == 1);
        CHECK(kept[0].held.removed[0].starts_with("invoice.zip/invoice.exe"));

        const auto changed = scene.mta.take_body().value();
        CHECK(changed.find("UEsDB") == std::string::npos);
        CHECK(changed.starts_with(
            "--b\r\nContent-Type: text/plain\r\n\r\n"
            "Warning: This message has had one or more attachments removed\r\n"
            "Warning: (invoice.exe, invoice.zip).\r\n"
            "Warning: Please read the \"Example Ltd-Attachment-Warning.txt\" "
            "attachment(s) for more information.\r\n"));
        CHECK(changed.find("The invoice.\r\n--b\r\n") != std::string::npos);
        CHECK(changed.ends_with("\r\n--b--\r\n"));
        const auto log = scene.door.take_log();
        CHECK(log.back().find(" stripped=invoice.zip/invoice.exe ") !=
              std::string::npos);
        const auto changes = scene.mta.take_changes();
        CHECK(changes.back() == "= body"); // and nothing behind it
        CHECK(std::ranges::any_of(changes, [](const std::string& change) {
            return change.starts_with("+ X-Mailreeve-Stripped: ");
        }));
    }

    TEST_CASE("with nothing to take out no byte of the body is sent back")
    {
        Scene scene;
        CHECK(scene.end_of(body_with("pictures.zip")) == Answer::Continue);
        CHECK_FALSE(scene.mta.take_body());
        CHECK(scene.quarantine.take().empty());
    }

    TEST_CASE("however the body is cut, the same comes of it")
    {
        std::string whole;
        for (const std::size_t chunk :
             {std::size_t{65'535}, std::size_t{1}, std::size_t{7}, std::size_t{64}}) {
            CAPTURE(chunk);
            Scene scene{on, test::program("invoice.exe")};
            scene.chunk = chunk;
            scene.end_of(body_with("invoice.zip"));
            auto changed = scene.mta.take_body().value();
            // The id differs from message to message.
            const auto id = scene.quarantine.take().at(0).held.id;
            for (auto at = changed.find(id); at != std::string::npos;
                 at = changed.find(id))
                changed.replace(at, id.size(), "ID");
            if (whole.empty())
                whole = changed;
            CHECK(changed == whole);
        }
    }

    TEST_CASE("the second message on a connection is judged by itself")
    {
        Scene scene{on, test::program("invoice.exe")};
        scene.end_of(body_with("invoice.zip"));
        CHECK(scene.mta.take_body());
        scene.quarantine.take();
        CHECK(scene.end_of("--b\r\n\r\nhello\r\n--b--\r\n") == Answer::Continue);
        CHECK_FALSE(scene.mta.take_body());
        CHECK(scene.quarantine.take().empty());
    }

    TEST_CASE(
        "without a body that may be changed the message comes again, unseen by no one")
    {
        Scene scene{on, test::program("invoice.exe")};
        scene.meet(negotiate({0x1ff & ~action::change_body, 0x1fffff},
                             Load::WithinLimits, {.contents = true}));
        CHECK(scene.end_of(body_with("invoice.zip")) == Answer::TempFail);
        CHECK(scene.mta.take_reply()->code == 451);
        CHECK_FALSE(scene.mta.take_body());
    }

    TEST_CASE("what cannot be kept is not taken out, and comes again")
    {
        Scene scene{on, test::program("invoice.exe")};
        scene.quarantine.full = true;
        CHECK(scene.end_of(body_with("invoice.zip")) == Answer::TempFail);
        CHECK(scene.mta.take_reply()->enhanced == "4.3.1");
        CHECK(scene.mta.take_changes().empty());
    }

    TEST_CASE("without a worker mail with archives comes again, however often")
    {
        Scene scene;
        scene.unpacker.fail();
        for (int attempt = 0; attempt < 5; ++attempt) {
            CHECK(scene.end_of(body_with("pictures.zip")) == Answer::TempFail);
            CHECK(scene.mta.take_reply()->code == 451);
        }
        CHECK(scene.quarantine.take().empty());
    }

    TEST_CASE("an encrypted archive is kept, and the MTA told to forget it")
    {
        Scene scene{on, [](attachment::Item& item) {
                        item.obstacle = attachment::Obstacle::Encrypted;
                    }};
        CHECK(scene.end_of(body_with("secret.zip")) == Answer::Discard);
        const auto kept = scene.quarantine.take();
        REQUIRE(kept.size() == 1);
        CHECK(kept[0].held.why == quarantine::Why::Held);
        CHECK(kept[0].held.recipients == std::vector<std::string>{"<joe@example.net>"});
        CHECK(scene.mta.take_changes().empty());
    }

    TEST_CASE("kept back for one recipient, the message goes on to the other")
    {
        const auto rules =
            "organization: Example Ltd\n"
            "local: {domains: [example.net]}\n"
            "attachments:\n"
            "  mode: strip\n"
            "  rules:\n"
            "    - {name: held, types: [program], for: [joe@example.net], "
            "action: quarantine}\n"
            "    - {name: open, types: [program], action: allow}\n";
        Scene scene{rules, test::program("invoice.exe")};
        CHECK(scene.end_of(body_with("invoice.zip"),
                           {"<joe@example.net>", "<ann@example.net>"}) ==
              Answer::Continue);
        const auto kept = scene.quarantine.take();
        REQUIRE(kept.size() == 1);
        CHECK(kept[0].held.recipients == std::vector<std::string>{"<joe@example.net>"});
        CHECK(kept[0].held.others == std::vector<std::string>{"<ann@example.net>"});
        CHECK(scene.changed("@ not to <joe@example.net>"));
        CHECK_FALSE(scene.mta.take_body());
    }

    TEST_CASE("mail of ours with a denied file is refused, and says which")
    {
        Scene scene{on, test::program("invoice.exe")};
        scene.door.configure("organization: Example Ltd\n"
                             "local: {domains: [example.net], networks: [192.0.2.1]}\n"
                             "bounces: {mode: off}\n"
                             "attachments: {mode: strip}\n");
        CHECK(scene.end_of(body_with("invoice.zip")) == Answer::Reject);
        const auto reply = scene.mta.take_reply().value();
        CHECK(reply.code == 550);
        CHECK(reply.text.find("\"invoice.zip/invoice.exe\" is a program") !=
              std::string::npos);
    }

    TEST_CASE("a message beyond the bound is refused, not let through unseen")
    {
        Scene scene{"attachments: {mode: strip, max_message: 1MiB}\n"};
        CHECK(scene.end_of("--b\r\n\r\n" + std::string(1'100'000, 'x')) ==
              Answer::Reject);
        CHECK(scene.mta.take_reply()->code == 552);
    }

    TEST_CASE("where nobody judges attachments mail is kept all the same")
    {
        Scene scene{"actions: {surespam: quarantine, spam: quarantine}\n"
                    "scoring: {spam: 0.1, surespam: 0.2}\n"
                    "reverse_dns: {missing: {action: score, points: 5}}\n"};
        const auto answer =
            scene.end_of("hello\r\n", {"<joe@example.net>"}, "text/plain");
        const auto kept = scene.quarantine.take();
        REQUIRE(answer == Answer::Discard);
        REQUIRE(kept.size() == 1);
        CHECK(kept[0].message.ends_with("\r\n\r\nhello\r\n"));
        CHECK(scene.unpacker.asked == 0);
    }

    TEST_CASE("in mode observe everything passes, and is told")
    {
        Scene scene{"mode: observe\n" + on, test::program("invoice.exe")};
        CHECK(scene.end_of(body_with("invoice.zip")) == Answer::Continue);
        CHECK_FALSE(scene.mta.take_body());
        CHECK(scene.quarantine.take().empty());
        const auto changes = scene.mta.take_changes();
        CHECK(std::ranges::any_of(changes, [](const std::string& change) {
            return change.find("ATTACHMENT_DENIED") != std::string::npos;
        }));
    }

    TEST_CASE("a message that we failed on twice is kept unread")
    {
        Scene scene{
            on, [](attachment::Item&) { throw std::logic_error{"a fault of ours"}; }};
        CHECK(scene.end_of(body_with("evil.zip")) == Answer::TempFail);
        CHECK(scene.end_of(body_with("evil.zip")) == Answer::TempFail);
        CHECK(scene.end_of(body_with("evil.zip")) == Answer::Discard);
        const auto kept = scene.quarantine.take();
        REQUIRE(kept.size() == 1);
        CHECK(kept[0].held.why == quarantine::Why::Unjudged);
    }

    TEST_CASE("a message that ended the process twice is kept unread")
    {
        const test::TemporaryDirectory state;
        for (int end = 0; end < 2; ++end) {
            const auto child = ::fork();
            if (child == 0) {
                Scene scene{on, [](attachment::Item&) { ::_exit(0); }};
                InFlight flights{state.path() / "in-flight", scene.door.clock};
                scene.door.gate.in_flight = &flights;
                scene.end_of(body_with("evil.zip"));
                ::_exit(1);
            }
            int status = 1;
            REQUIRE(::waitpid(child, &status, 0) == child);
            REQUIRE(status == 0);
        }
        Scene scene;
        InFlight flights{state.path() / "in-flight", scene.door.clock};
        scene.door.gate.in_flight = &flights;
        CHECK(scene.end_of(body_with("good.zip")) == Answer::Continue);
        CHECK(scene.quarantine.take().empty());
        CHECK(scene.end_of(body_with("evil.zip")) == Answer::Discard);
        CHECK(scene.unpacker.asked == 1);
        const auto kept = scene.quarantine.take();
        REQUIRE(kept.size() == 1);
        CHECK(kept[0].held.why == quarantine::Why::Unjudged);
    }
}

} // namespace mailreeve::milter
