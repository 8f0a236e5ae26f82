#include "mailreeve/config/file.hh"

#include "test/config/sample.hh"

#include <doctest/doctest.h>

#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

using namespace std::chrono_literals;

namespace mailreeve::config {

using test::Sample;

namespace {

// A directory of its own, gone with the test.
class Directory {
public:
    Directory()
    {
        std::string name =
            std::filesystem::temp_directory_path() / "config-test-XXXXXX";
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~Directory()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Directory(const Directory&) = delete;
    Directory& operator=(const Directory&) = delete;
    Directory(Directory&&) = delete;
    Directory& operator=(Directory&&) = delete;

    std::filesystem::path file(const std::string& name, std::string_view text) const
    {
        std::ofstream{path_ / name} << text;
        return path_ / name;
    }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

constexpr std::string_view every_key = R"(hostname: "mx1 \"a\" \\"
state: "/var/lib/with blank"
domains: [example.net, "null", ".example.org"]
networks: ["::1", 192.0.2.0/24]
dns:
  servers: [192.0.2.53, "2001:db8::53"]
  budget: 1500ms
  source: 192.0.2.1
reverse_dns:
  missing:
    action: reject
    points: 0
  dynamic:
    action: score
    points: 9
  exempt: [198.51.100.0/24, "2001:db8::/32"]
lists:
  - zone: bl.example
    codes:
      127.0.0.2:
        points: -3
        symbol: RBL_EXAMPLE
      127.0.0.3:
        points: 2
    ask: true
scoring:
  spam: 4
  surespam: 8
retention:
  archive: 7d
  journal: 90d
memory: 25KB
workers: 64
offset: -9223372036854775808
ports: []
)";

} // namespace

TEST_SUITE("config")
{
    TEST_CASE("a file is loaded")
    {
        const Directory directory;
        const auto loaded = load<Sample>(directory.file("a.yaml", "workers: 8\n"));
        CHECK(loaded.ok());
        CHECK(loaded.settings.workers == 8);
    }

    TEST_CASE("an error names the file as it was named to us")
    {
        const Directory directory;
        const auto path = directory.file("a.yaml", "workers: x\n");
        CHECK(load<Sample>(path).diagnostics.text().starts_with(path.string() +
                                                                ":1:10: "));
    }

    TEST_CASE("a file that cannot be read is an error in the words of the system")
    {
        const Directory directory;
        const auto fifo = directory.path() / "fifo";
        REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
        struct Case {
            std::filesystem::path path;
            std::string_view expected;
        };
        const Case cases[] = {
            {directory.path() / "none", "cannot read it: No such file or directory"},
            {directory.path(), "cannot read it: not a regular file"},
            {fifo, "cannot read it: not a regular file"},
            {"/dev/zero", "cannot read it: not a regular file"},
            {directory.file("a", "") / "b", "cannot read it: Not a directory"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.path);
            const auto loaded = load<Sample>(c.path);
            CHECK_FALSE(loaded.ok());
            CHECK(loaded.diagnostics.text() ==
                  c.path.string() + ": error: " + std::string{c.expected} + '\n');
        }
    }

    TEST_CASE("a file that is too large is not read to its end")
    {
        const Directory directory;
        const auto path = directory.file("large", "a: 1\n");
        std::filesystem::resize_file(path, 100ULL << 30U); // sparse
        CHECK(load<Sample>(path).diagnostics.text() ==
              path.string() + ": error: the file is larger than 1MiB\n");
    }

    TEST_CASE("the mark of UTF-8 at the start of a file is no error")
    {
        CHECK(
            load_text<Sample>("a.yaml", "\xef\xbb\xbfworkers: 8\n").settings.workers ==
            8);
        CHECK(load_text<Sample>("a.yaml", "\xef\xbb\xbfworkers: x\n")
                  .diagnostics.text()
                  .starts_with("a.yaml:1:10: "));
    }

    TEST_CASE("what is shown is every key, and loads as the same")
    {
        const auto loaded = load_text<Sample>("a.yaml", std::string{every_key});
        CHECK(loaded.diagnostics.text().empty());
        const auto shown = show(loaded.settings);
        CHECK(load_text<Sample>("b.yaml", shown).settings == loaded.settings);
        CHECK(show(load_text<Sample>("b.yaml", shown).settings) == shown);
        CHECK(show(Sample{}) == R"(hostname: ""
state: /var/lib/sample
domains: []
networks: []
dns:
  servers: system
  budget: 4s
reverse_dns:
  missing:
    action: score
    points: 5
  dynamic:
    action: accept
    points: 1
  exempt: []
lists: []
scoring:
  spam: 5
  surespam: 10
retention: {}
memory: 64KiB
workers: 4
offset: -1
ports: [25, 587]
)");
    }

    TEST_CASE("a later finding can point to a key of the document")
    {
        auto loaded = load_text<Sample>("a.yaml", "workers: 8\nstate: /nowhere\n");
        loaded.diagnostics.error(loaded.document.place("state"), "no such directory");
        loaded.diagnostics.error(loaded.document.place("dns.budget"),
                                 "nowhere written");
        CHECK(loaded.diagnostics.text() == R"(a.yaml:1:1: error: nowhere written
    1 | workers: 8
      | ^
a.yaml:2:8: error: no such directory
    2 | state: /nowhere
      |        ^^^^^^^^
)");
    }

    TEST_CASE("keys that differ and cannot be changed while running are named")
    {
        const Sample running;
        auto loaded = running;
        CHECK(restart_needed(running, loaded).empty());
        loaded.workers = 9; // can be changed
        CHECK(restart_needed(running, loaded).empty());
        loaded.state = "/elsewhere";
        loaded.dns.source = net::IpAddress{};
        CHECK(restart_needed(running, loaded) ==
              std::vector<std::string>{"state", "dns.source"});
        CHECK(restart_needed(loaded, loaded).empty());
    }
}

} // namespace mailreeve::config
