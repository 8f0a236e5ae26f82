#include "mailreeve/attachment/notice_settings.hh"

#include "mailreeve/config/file.hh"
#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <fstream>

namespace mailreeve::attachment {

namespace {

config::Loaded<NoticeSettings> load(const std::string& text)
{
    return config::load_text<NoticeSettings>("test.yaml", text);
}

} // namespace

TEST_SUITE("attachment")
{
    TEST_CASE("without keys the notice has its built-in text")
    {
        const auto loaded = load("{}");
        REQUIRE(loaded.ok());
        CHECK(loaded.settings == NoticeSettings{});
        CHECK(loaded.settings.file == "{organization}-Attachment-Warning.txt");
        CHECK(loaded.settings.in_text);
        CHECK(unknown_placeholder(NoticeText::built_in(), NoticeText::placeholders) ==
              "");
    }

    TEST_CASE("what is shown of the settings loads as the same")
    {
        const auto loaded = load(config::show(NoticeSettings{}));
        CAPTURE(loaded.diagnostics.text());
        REQUIRE(loaded.ok());
        CHECK(loaded.settings == NoticeSettings{});
    }

    TEST_CASE("a template is read when the configuration is")
    {
        const test::TemporaryDirectory directory;
        const auto path = directory.path() / "warning.txt";
        std::ofstream{path} << "\xef\xbb\xbfGone: {names}\nAsk {contact}: {id}\n";
        const auto loaded = load("template: " + path.string());
        CAPTURE(loaded.diagnostics.text());
        REQUIRE(loaded.ok());
        CHECK(loaded.settings.text.text == "Gone: {names}\nAsk {contact}: {id}\n");
        CHECK(loaded.settings.text.file == path);
        CHECK(config::show(loaded.settings).find(path.string()) != std::string::npos);
    }

    TEST_CASE("what cannot be a notice is refused, and told why")
    {
        const test::TemporaryDirectory directory;
        const auto file = [&](const std::string& name, const std::string& text) {
            std::ofstream{directory.path() / name} << text;
            return "template: " + (directory.path() / name).string();
        };
        struct Case {
            std::string text;
            std::string told;
        };
        const Case cases[] = {
            {"template: /nowhere/warning.txt", "cannot read it"},
            {"template: warning.txt", "absolute path"},
            {file("unknown", "Gone: {name}\n"), "unknown placeholder \"{name}\""},
            {file("open", "Gone: {names\n"), "unknown placeholder"},
            {file("empty", " \n"), "is empty"},
            {file("bytes", "a\x01"), "no text in UTF-8"},
            {file("latin", "J\xfcrgen"), "no text in UTF-8"},
            {file("large", std::string(max_notice_text + 1, 'x')), "is longer than"},
            {"file: ../warning.txt", "file name"},
            {"file: '{id}.txt'", "file name"},
            {"file: ''", "file name"},
            {"contact: ask {names}", "without placeholders"},
            {"contact: " + std::string(501, 'x'), "at most 500"},
            {"in_text: maybe", "true or false"},
        };
        for (const auto& c : cases) {
            const auto loaded = load(c.text);
            CAPTURE(c.text);
            CAPTURE(loaded.diagnostics.text());
            CHECK_FALSE(loaded.ok());
            CHECK(loaded.diagnostics.text().find(c.told) != std::string::npos);
        }
    }
}

} // namespace mailreeve::attachment
