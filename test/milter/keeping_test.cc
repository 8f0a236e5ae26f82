// What a session keeps back, and what it does not read.
#include "test/milter/attachment_scene.hh"

#include <doctest/doctest.h>

namespace mailreeve::milter {

TEST_SUITE("milter")
{
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
        Scene scene{std::string{"mode: observe\n"} + on, test::program("invoice.exe")};
        CHECK(scene.end_of(body_with("invoice.zip")) == Answer::Continue);
        CHECK_FALSE(scene.mta.take_body());
        CHECK(scene.quarantine.take().empty());
        const auto changes = scene.mta.take_changes();
        const auto tells = [](const std::string& change) {
            return change.find("ATTACHMENT_DENIED") != std::string::npos;
        };
        CHECK(std::ranges::any_of(changes, tells));
    }

    TEST_CASE("where nothing is done about files, mail passes that cannot be looked at")
    {
        for (const std::string yaml :
             {"mode: observe\nattachments: {mode: strip, max_message: 1MiB}\n",
              "attachments: {mode: report, max_message: 1MiB}\n"}) {
            CAPTURE(yaml);
            Scene scene{yaml};
            CHECK(scene.end_of("--b\r\n\r\n" + std::string(1'100'000, 'x')) ==
                  Answer::Continue);
            scene.unpacker.fail();
            CHECK(scene.end_of(body_with("pictures.zip")) == Answer::Continue);
        }
    }

    TEST_CASE("who is held is taken off before tags of the others bring addresses")
    {
        Scene scene{"organization: Example Ltd\n"
                    "local: {domains: [example.net]}\n"
                    "attachments:\n"
                    "  mode: strip\n"
                    "  rules:\n"
                    "    - {name: held, types: [program], for: [joe@example.net], "
                    "action: quarantine}\n"
                    "    - {name: open, types: [program], action: allow}\n",
                    test::program("invoice.exe")};
        const auto now = scene.door.clock.wall();
        const auto ann = bounce::tagged(*scene.door.keys.copy()->signing(now), now,
                                        mail::Address::tolerant("<ann@example.net>"),
                                        bounce::BatvForm::Prvs);
        const auto tagged = '<' + ann.value().text() + '>';
        CHECK(scene.end_of(body_with("invoice.zip"), {tagged, "<joe@example.net>"}) ==
              Answer::Continue);
        auto changes = scene.mta.take_changes();
        std::erase_if(changes, [](const auto& change) { return change[0] != '@'; });
        CHECK(changes == std::vector<std::string>{"@ not to <joe@example.net>",
                                                  "@ not to " + tagged,
                                                  "@ to <ann@example.net>"});
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
        const auto ends = [](attachment::Item&) { ::_exit(0); };
        for (int end = 0; end < 2; ++end) {
            const auto child = ::fork();
            if (child == 0) {
                Scene scene{on, ends};
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
