#include "mailreeve/rdns/settings.hh"

#include "mailreeve/config/file.hh"
#include "test/support/ip.hh"

#include <doctest/doctest.h>

namespace mailreeve::rdns {

using namespace score::literals;

namespace {

template <class S>
config::Loaded<S> loaded(const std::string& text)
{
    return config::load_text<S>("mailreeve.yaml", text);
}

} // namespace

TEST_SUITE("rdns")
{
    TEST_CASE("nothing written means score and accept, never refuse")
    {
        const auto empty = loaded<Settings>("");
        CHECK(empty.ok());
        CHECK(empty.settings == Settings{});
        CHECK(empty.settings.missing == Rule{Action::Score, 5_points});
        CHECK(empty.settings.temporary_failure == Rule{Action::Accept, 0_points});
    }

    TEST_CASE("keys that are written replace their defaults and no others")
    {
        const auto file =
            loaded<Settings>("missing: defer\n"
                             "unconfirmed: {points: 3.25}\n"
                             "dynamic: {action: reject, points: 0}\n"
                             "temporary_failure: {action: defer}\n"
                             "exempt: [198.51.100.0/24, '2001:db8::/32']\n");
        CAPTURE(file.diagnostics.text());
        REQUIRE(file.ok());
        const auto& s = file.settings;
        CHECK(s.missing == Rule{Action::Defer, 5_points});
        CHECK(s.unconfirmed == Rule{Action::Score, 3.25_points});
        CHECK(s.dynamic == Rule{Action::Reject, 0_points});
        CHECK(s.temporary_failure.action == Action::Defer);
        CHECK(s.exempt.contains(test::ip("198.51.100.77")));
        CHECK(s.exempt.size() == 2);
    }

    TEST_CASE("HELO rules are read alike")
    {
        const auto file = loaded<HeloSettings>("own_name: reject\nmismatch: accept\n");
        REQUIRE(file.ok());
        CHECK(file.settings.own_name == Rule{Action::Reject, 5_points});
        CHECK(file.settings.mismatch.action == Action::Accept);
        CHECK(file.settings.not_fqdn == HeloSettings{}.not_fqdn);
    }

    TEST_CASE("what is shown loads as the same settings")
    {
        Settings settings;
        settings.missing = {Action::Defer, 2.5_points};
        settings.exempt.insert(test::network("192.0.2.0/24"));
        CHECK(loaded<Settings>(config::show(settings)).settings == settings);
        CHECK(loaded<HeloSettings>(config::show(HeloSettings{})).settings ==
              HeloSettings{});
    }

    TEST_CASE("a failed lookup can neither cost points nor mail")
    {
        struct Case {
            const char* text;
            const char* error;
        };
        const Case cases[] = {
            {"temporary_failure: reject\n",
             "mailreeve.yaml:1:20: error: \"temporary_failure\" can only accept or "
             "defer\n"},
            {"temporary_failure: {action: score}\n",
             "mailreeve.yaml:1:29: error: \"temporary_failure\" can only accept or "
             "defer\n"},
            {"temporary_failure: {action: defer, points: 1}\n",
             "mailreeve.yaml:1:44: error: \"temporary_failure\" cannot have points\n"},
            {"temporary_failure:\n  points: 1\n",
             "mailreeve.yaml:2:11: error: \"temporary_failure\" cannot have points\n"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.text);
            const auto text = loaded<Settings>(c.text).diagnostics.text();
            CHECK(text.substr(0, text.find('\n') + 1) == c.error);
        }
    }

    TEST_CASE("mistakes in the rules are errors")
    {
        for (const auto* text :
             {"missing: {action: drop}", "missing: {points: -1}",
              "missing: {points: 1001}", "mising: score",
              "missing: {action: score, score: 5}", "exempt: 192.0.2.0/24",
              "exempt: [192.0.2.1/24]", "missing: 5", "missing:"}) {
            CAPTURE(text);
            CHECK(!loaded<Settings>(text).ok());
        }
    }
}

} // namespace mailreeve::rdns
