#include "mailreeve/config/field.hh"
#include "mailreeve/config/file.hh"

#include "test/config/sample.hh"
#include "test/support/ip.hh"

#include <doctest/doctest.h>

using namespace std::chrono_literals;

namespace mailreeve::config {

using test::Sample;

namespace {

Sample load_sample(const std::string& text)
{
    auto loaded = load_text<Sample>("sample.yaml", text);
    CHECK(loaded.diagnostics.text().empty());
    return loaded.settings;
}

// Its keys stand beside those of the sample.
struct Beside {
    bool expose = false;
    test::Rule helo;

    static Fields<Beside> fields()
    {
        static constexpr std::array keys{
            field<&Beside::expose>("expose", "Listen beyond the host."),
            section<&Beside::helo>("helo", "The name given."),
        };
        return keys;
    }
    void check(const Node& written, Diagnostics& diagnostics) const
    {
        if (expose && helo.points == 0)
            diagnostics.error(written.place("helo.points"), "too lenient");
    }
    bool operator==(const Beside&) const = default;
};

using Both = std::tuple<Sample, Beside>;

} // namespace

TEST_SUITE("config")
{
    TEST_CASE("an empty file has every default")
    {
        CHECK(load_sample("") == Sample{});
        CHECK(load_sample("# nothing yet\n") == Sample{});
        CHECK(load_sample("{}") == Sample{});
    }

    TEST_CASE("a key that is written replaces its default, and only its own")
    {
        const auto settings = load_sample(R"(
hostname: mx1.example.net
domains: [example.net, example.org]
networks: [192.0.2.0/255.255.255.0, "2001:db8::/32"]
dns: {budget: 1500ms}
retention: {journal: 90d, archive: 7d}
memory: 1MiB
workers: 8
offset: -3
ports: []
)");
        CHECK(settings.hostname == "mx1.example.net");
        CHECK(settings.domains ==
              std::vector<std::string>{"example.net", "example.org"});
        CHECK(settings.networks.size() == 2);
        CHECK(settings.networks[0].text() == "192.0.2.0/24");
        CHECK(settings.dns.budget == 1500ms);
        CHECK(settings.dns.servers == test::Dns{}.servers);
        CHECK(settings.retention.at("journal") == 24h * 90);
        CHECK(settings.memory.bytes == 1024 * 1024);
        CHECK(settings.workers == 8);
        CHECK(settings.offset == -3);
        CHECK(settings.ports.empty());
        CHECK(settings.state == "/var/lib/sample");
    }

    TEST_CASE("a section in part keeps the rest of its own default")
    {
        const auto settings = load_sample("reverse_dns: {dynamic: {points: 7}}");
        CHECK(settings.reverse_dns.dynamic == test::Rule{test::Action::Accept, 7});
        CHECK(settings.reverse_dns.missing == test::Rule{});
    }

    TEST_CASE("the short form of a section sets its main key")
    {
        const auto settings = load_sample("reverse_dns: {dynamic: 7}");
        CHECK(settings.reverse_dns.dynamic == test::Rule{test::Action::Accept, 7});
    }

    TEST_CASE("a shape of its own is read by its own reader")
    {
        CHECK(load_sample("dns: {servers: system}").dns.servers == test::Dns{}.servers);
        const auto servers = load_sample("dns: {servers: [192.0.2.53]}").dns.servers;
        CHECK(std::get<std::vector<net::IpAddress>>(servers).at(0) ==
              test::ip("192.0.2.53"));
    }

    TEST_CASE("a map keeps the order of the file where order matters")
    {
        const auto settings = load_sample(R"(
lists:
  - zone: bl.example
    codes:
      127.0.0.4: 4
      127.0.0.2: {points: 2, symbol: RBL_EXAMPLE}
)");
        REQUIRE(settings.lists.size() == 1);
        const auto& codes = settings.lists[0].codes;
        REQUIRE(codes.size() == 2);
        CHECK(codes[0].first == test::ip("127.0.0.4"));
        CHECK(codes[0].second == test::Code{4, {}});
        CHECK(codes[1].second == test::Code{2, "RBL_EXAMPLE"});
    }

    TEST_CASE("a warning does not stand in the way")
    {
        const auto loaded = load_text<Sample>(
            "sample.yaml", "lists: [{zone: a.b, codes: {127.0.0.2: 1}, ask: false}]");
        CHECK(loaded.ok());
        CHECK(loaded.diagnostics.text() ==
              R"(sample.yaml:1:49: warning: a.b will not be asked
    1 | lists: [{zone: a.b, codes: {127.0.0.2: 1}, ask: false}]
      |                                                 ^^^^^
   hint: take the list out
)");
    }

    TEST_CASE("several structs tell the keys of one map")
    {
        const auto loaded =
            load_text<Both>("both.yaml", "expose: true\nworkers: 8\nhelo: 3\n");
        CHECK(loaded.diagnostics.text().empty());
        const auto& [sample, beside] = loaded.settings;
        CHECK(sample.workers == 8);
        CHECK(beside == Beside{true, {test::Action::Score, 3}});
        CHECK(load_text<Both>("again.yaml", show(loaded.settings)).settings ==
              loaded.settings);
    }

    TEST_CASE("what is wrong in a map of several structs is told once")
    {
        struct Case {
            std::string text;
            std::string_view expected;
        };
        const Case cases[] = {
            {"exposed: true", "both.yaml:1:1: error: unknown key \"exposed\""},
            {"workers: x",
             "both.yaml:1:10: error: \"workers\" must be a whole number, not \"x\""},
            {"expose: x",
             "both.yaml:1:9: error: \"expose\" must be true or false, not \"x\""},
            {"expose: true\nexpose: true",
             "both.yaml:2:1: error: duplicate key \"expose\""},
            {"expose: true\nhelo: {points: 0}", "both.yaml:2:16: error: too lenient"},
            {"expose: true\nhelo: 0", "both.yaml:2:7: error: too lenient"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.text);
            const auto loaded = load_text<Both>("both.yaml", c.text);
            CHECK(loaded.diagnostics.errors() == 1);
            const auto report = loaded.diagnostics.text();
            CHECK(report.substr(0, report.find('\n')) == c.expected);
        }
    }
}

} // namespace mailreeve::config
