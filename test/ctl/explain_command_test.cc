#include "ctl/explain.hh"

#include "test/ctl/output.hh"
#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string_view>

#include <sys/stat.h>

namespace mailreeve::ctl {

namespace {

constexpr std::string_view plain =
    "From: a@example.org\nTo: <b@example.net>\n\nhello\n";

constexpr std::string_view program =
    "From: a@example.org\nTo: b@example.net\n"
    "Content-Type: application/octet-stream; name=a.exe\n"
    "Content-Transfer-Encoding: base64\n\n"
    "TVqQAAMAAAAEAAAA//8AALgAAAAAAAAAQAAAAA==\n";

struct Desk {
    test::TemporaryDirectory directory;
    test::Output output;
    ExplainOptions options;

    explicit Desk(const std::string& attachments = "{mode: strip}")
    {
        options.file =
            put("mailreeve.yaml", "state: " + (directory / "state").string() +
                                      "\nattachments: " + attachments +
                                      "\norganization: Example Ltd\n");
    }

    std::filesystem::path put(const std::string& name, std::string_view text)
    {
        std::ofstream{directory / name, std::ios::binary} << text;
        return directory / name;
    }

    std::string read(const std::string& name) const
    {
        std::ostringstream text;
        text << std::ifstream{directory / name, std::ios::binary}.rdbuf();
        return text.str();
    }

    Exit run() { return explain(options, output.console); }

    bool told(const std::string& text) const
    {
        return output.out.str().find(text) != std::string::npos;
    }
};

} // namespace

TEST_SUITE("ctl")
{
    TEST_CASE("a file alone is taken for mail from outside, to whom it says")
    {
        Desk desk;
        desk.options.messages = {desk.put("a.eml", plain)};
        CHECK(desk.run() == Exit::Ok);
        CAPTURE(desk.output.err.str());
        CHECK(desk.told("origin: inbound\nto b@example.net: accept\n"));
        desk.options.scene.recipients = {"c@example.net"};
        CHECK(desk.run() == Exit::Ok);
        CHECK(desk.told("origin: outbound\nto c@example.net: accept\n"));
    }

    TEST_CASE("several files are told one after the other, and one line each as JSON")
    {
        Desk desk;
        desk.options.messages = {desk.put("a.eml", plain), desk.directory / "none.eml",
                                 desk.put("b.eml", program)};
        CHECK(desk.run() == Exit::NoInput);
        CHECK(desk.told("file: " + (desk.directory / "a.eml").string() + "\norigin: "));
        CHECK(desk.told("\n\nfile: " + (desk.directory / "b.eml").string() + '\n'));
        CHECK(desk.output.err.str().find("none.eml cannot be read\n") !=
              std::string::npos);
        desk.output.out.str({});
        CHECK(explain(desk.options, desk.output.json) == Exit::NoInput);
        const auto lines = desk.output.out.str();
        CHECK(std::count(lines.begin(), lines.end(), '\n') == 2);
    }

    TEST_CASE("a client that is no address is refused")
    {
        Desk desk;
        desk.options.messages = {desk.put("a.eml", plain)};
        desk.options.scene.client = "mail.example.org";
        CHECK(desk.run() == Exit::Usage);
        CHECK(desk.output.err.str() ==
              "mailreevectl: mail.example.org is no address\n");
    }

    TEST_CASE("what would be delivered is written into a new file for us alone")
    {
        Desk desk;
        desk.options.messages = {desk.put("a.eml", program)};
        desk.options.strip = desk.directory / "out.eml";
        CHECK(desk.run() == Exit::Ok);
        CAPTURE(desk.output.out.str());
        CAPTURE(desk.output.err.str());
        CHECK(
            desk.read("out.eml").starts_with("X-Mailreeve-Stripped: names=\"a.exe\""));
        CHECK(desk.read("out.eml").find("TVqQ") == std::string::npos);
        struct stat found {};
        REQUIRE(::stat(desk.options.strip.c_str(), &found) == 0);
        CHECK((found.st_mode & 0777U) == 0600);
        const auto before = desk.read("out.eml");
        CHECK(desk.run() == Exit::CannotCreate);
        CHECK(desk.read("out.eml") == before);
    }

    TEST_CASE("what would be delivered goes to the output, and the words to the other")
    {
        Desk desk;
        desk.options.messages = {desk.put("a.eml", plain)};
        desk.options.strip = "-";
        CHECK(desk.run() == Exit::Ok);
        CHECK(desk.output.out.str().starts_with("X-Mailreeve-Verdict: "));
        CHECK(desk.output.out.str().ends_with('\n' + std::string{plain}));
        CHECK(desk.output.err.str().starts_with("origin: inbound\n"));
    }

    TEST_CASE("what would be held is not written, which the status tells")
    {
        Desk desk{"{mode: quarantine}"};
        desk.options.messages = {desk.put("a.eml", program)};
        desk.options.strip = desk.directory / "out.eml";
        CHECK(desk.run() == Exit::NotAllowed);
        CHECK(desk.output.err.str().ends_with("a.eml is held: nothing is written\n"));
        CHECK_FALSE(std::filesystem::exists(desk.options.strip));
        CHECK(desk.told("the message: quarantine: "));
    }

    TEST_CASE("many are written into a directory, but for those that would be held")
    {
        Desk desk{"{mode: strip, rules: [{name: all, types: [program], "
                  "action: quarantine}]}"};
        std::filesystem::create_directory(desk.directory / "out");
        desk.options.messages = {desk.put("a.eml", plain), desk.put("b.eml", program)};
        desk.options.strip = desk.directory / "out";
        CHECK(explain(desk.options, desk.output.json) == Exit::Ok);
        CHECK(desk.read("out/a.eml").ends_with('\n' + std::string{plain}));
        CHECK_FALSE(std::filesystem::exists(desk.directory / "out" / "b.eml"));
        CHECK(desk.told("\"written\": \"" + (desk.directory / "out/a.eml").string()));
        desk.options.strip = desk.directory / "file";
        CHECK(desk.run() == Exit::Usage);
    }

    TEST_CASE("a message that the daemon would not look at is not judged")
    {
        Desk desk{"{mode: strip, max_message: 1MiB}"};
        desk.options.messages = {desk.put(
            "a.eml", std::string{plain} + std::string(std::size_t{1024} * 1024, 'x'))};
        CHECK(desk.run() == Exit::Failed);
        CAPTURE(desk.output.out.str());
        CHECK(desk.told("larger than attachments.max_message"));
        desk.options.strip = desk.directory / "out.eml";
        CHECK(desk.run() == Exit::NotAllowed);
        CHECK(desk.output.err.str().ends_with("is not judged: nothing is written\n"));
    }

    TEST_CASE("without a worker a message that needs one is not judged")
    {
        Desk desk{"{mode: strip, unpack: {worker: /none/mailreeve-unpack}}"};
        desk.options.messages = {
            desk.put("a.eml", "Content-Type: application/zip\n"
                              "Content-Transfer-Encoding: base64\n\n"
                              "UEsDBBQAAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")};
        CHECK(desk.run() == Exit::Failed);
        CAPTURE(desk.output.out.str());
        CHECK(desk.told("no worker looked into files: /none/mailreeve-unpack"));
        desk.options.messages = {desk.put("b.eml", program)};
        CHECK(desk.run() == Exit::Ok);
    }
}

} // namespace mailreeve::ctl
