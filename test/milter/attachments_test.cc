// What a session does with attachments.
#include "test/milter/attachment_scene.hh"

#include <doctest/doctest.h>

namespace mailreeve::milter {

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
        const auto tells = [](const std::string& change) {
            return change.starts_with("+ X-Mailreeve-Stripped: ");
        };
        CHECK(std::ranges::any_of(changes, tells));
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
        for (const auto lacking :
             {action::change_body, action::change_headers, action::add_headers}) {
            CAPTURE(lacking);
            scene.meet(negotiate({0x1ff & ~lacking, 0x1fffff}, Load::WithinLimits,
                                 {.contents = true}));
            CHECK(scene.end_of(body_with("invoice.zip")) == Answer::TempFail);
            CHECK(scene.mta.take_reply()->code == 451);
            CHECK(scene.mta.take_changes().empty());
        }
        CHECK(scene.quarantine.take().empty());
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

    TEST_CASE("while the disk is full large mail comes again, however often")
    {
        const test::TemporaryDirectory state;
        Scene scene;
        InFlight flights{scene.door.clock};
        scene.door.gate.in_flight = &flights;
        scene.door.gate.scratch = state.path();
        const test::SmallFiles full{100'000};
        for (int attempt = 0; attempt < 5; ++attempt) {
            CHECK(scene.end_of("--b\r\n\r\n" + std::string(1'100'000, 'x')) ==
                  Answer::TempFail);
            CHECK(scene.mta.take_reply()->enhanced == "4.3.1");
            CHECK(scene.mta.take_changes().empty());
        }
    }

    TEST_CASE("a bounce that a full disk lost is let through, not held")
    {
        const test::TemporaryDirectory state;
        Scene scene{"local: {domains: [example.net]}\n"
                    "bounces: {mode: strict, outbound: exclusive}\n"};
        scene.door.gate.scratch = state.path();
        const test::SmallFiles full{100'000};
        for (int attempt = 0; attempt < 5; ++attempt) {
            CHECK(scene.end_of("--b\r\n\r\n" + std::string(1'100'000, 'x'),
                               {"<joe@example.net>"},
                               "multipart/report; report-type=delivery-status; "
                               "boundary=b",
                               "<>") == Answer::Continue);
            CHECK_FALSE(scene.changed("! "));
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
}

} // namespace mailreeve::milter
