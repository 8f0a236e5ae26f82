#include "mailreeve/attachment/default_rules.hh"

#include "test/attachment/judge_ground.hh"

#include <algorithm>

namespace mailreeve::attachment {

using test::archive;
using test::file;
using test::judged;

namespace {

// A file of which the section is a part.
struct Page {
    Settings attachments;

    static config::Fields<Page> fields()
    {
        static constexpr std::array keys{
            config::section<&Page::attachments>("attachments", "The section."),
        };
        return keys;
    }
};

} // namespace

TEST_SUITE("attachment")
{
    TEST_CASE("the page of examples shows the default rules, each as it is")
    {
        const auto page = config::load<Page>(ATTACHMENT_RULES);
        INFO(page.diagnostics.text());
        REQUIRE(page.ok());
        auto told = page.settings.attachments;
        REQUIRE(told.rules);
        REQUIRE(told.rules->size() == default_rules().size());
        for (std::size_t i = 0; i < told.rules->size(); ++i) {
            CAPTURE(default_rules()[i].name);
            CHECK((*told.rules)[i] == default_rules()[i]);
        }
        told.rules.reset();
        Settings expected;
        expected.mode = Mode::Strip;
        CHECK(told == expected);
    }

    TEST_CASE("each default rule has a name and a reason of its own")
    {
        for (const auto& rule : default_rules()) {
            CAPTURE(rule.name);
            CHECK_FALSE(rule.reason.empty());
            CHECK(std::ranges::count(default_rules(), rule.name, &Rule::name) == 1);
        }
    }

    TEST_CASE("what desktops run is stripped")
    {
        struct Case {
            std::string name;
            FileType type;
            std::string rule;
        };
        const Case cases[] = {
            {"UPS_INVOICE_978172.exe", FileType::Pe, "program"},
            {"UPS_INVOICE_978172.jpg", FileType::Pe, "program"},
            {"setup", FileType::Elf, "program"},
            {"run.exe", FileType::Text, "program-name"},
            {"run.exe", FileType::Unknown, "program-name"},
            {"invoice.pdf.exe", FileType::Unknown, "double-extension"},
            {"eicar.com", FileType::Dos, "program"},
            {"run.com", FileType::Unknown, "com-program"},
            {"run.pif", FileType::Text, "program-name"},
            {"run.scr", FileType::Unknown, "program-name"},
            {"run.cpl", FileType::Unknown, "program-name"},
            {"run.jar", FileType::Jar, "program"},
            {"run.js", FileType::Text, "script-name"},
            {"run.vbs", FileType::Text, "script-name"},
            {"run.hta", FileType::ActiveHtml, "script-name"},
            {"run.ps1", FileType::Script, "script-name"},
            {"run.bat", FileType::Text, "script-name"},
            {"run.lnk", FileType::Shortcut, "shortcut"},
            {"photo", FileType::Shortcut, "shortcut"},
            {"run.url", FileType::Text, "shortcut-name"},
            {"run.settingcontent-ms", FileType::Text, "shortcut-name"},
            {"run.msi", FileType::Msi, "installer"},
            {"run.msix", FileType::Zip, "installer-name"},
            {"run.iso", FileType::Iso, "disk-image"},
            {"run.vhd", FileType::Unknown, "disk-image-name"},
            {"run.reg", FileType::Registry, "settings"},
            {"run.chm", FileType::Chm, "help-file"},
            {"run.docm", FileType::OfficeXml, "macros-name"},
            {"run.xlam", FileType::OfficeXml, "macros-name"},
            {"run.one", FileType::OneNote, "notebook"},
        };
        const auto set = test::rules("");
        for (const auto& c : cases) {
            CAPTURE(c.name);
            const auto said = judged(file(c.name, c.type), set);
            CHECK(said.result == Action::Strip);
            CHECK(said.rule == c.rule);
            const auto inside = judged(archive("a.zip", {file(c.name, c.type)}), set);
            CHECK(inside.result == Action::Strip);
            CHECK(inside.path == "a.zip/" + c.name);
        }
        auto macros = file("a.doc", FileType::Ole);
        macros.macros = true;
        CHECK(judged(macros, set).rule == "macros");
    }

    TEST_CASE("ordinary files pass")
    {
        struct Case {
            std::string name;
            FileType type;
            std::string declared;
        };
        const Case cases[] = {
            {"invoice.pdf", FileType::Pdf, "application/pdf"},
            {"letter.doc", FileType::Ole, "application/msword"},
            {"letter.docx", FileType::OfficeXml, "application/octet-stream"},
            {"signed.docx", FileType::Zip, "application/octet-stream"},
            {"table.xlsb", FileType::OfficeXml, "application/vnd.ms-excel"},
            {"table.xls", FileType::Html, "application/vnd.ms-excel"},
            {"table.csv", FileType::Text, "text/csv"},
            {"letter.odt", FileType::OpenDocument,
             "application/vnd.oasis.opendocument.text"},
            {"photo.jpg", FileType::Image, "image/jpeg"},
            {"photo.jpg.png", FileType::Image, "image/png"},
            {"song.mp3", FileType::Audio, "audio/mpeg"},
            {"film.mp4", FileType::Video, "video/mp4"},
            {"sources.tar.gz", FileType::Gzip, "application/gzip"},
            {"fix.patch", FileType::Text, "text/plain"},
            {"notes.txt", FileType::Text, "text/plain"},
            {"page.html", FileType::Html, "text/html"},
            {"drawing.svg", FileType::Svg, "image/svg+xml"},
            {"www.example.com", FileType::Html, "text/html"},
            {"www.example.com", FileType::Text, "text/plain"},
            {"invite.ics", FileType::Text, "text/calendar"},
            {"smime.p7s", FileType::Smime, "application/pkcs7-signature"},
            {"smime.p7m", FileType::Smime, "application/pkcs7-mime"},
            {"encrypted.asc", FileType::Pgp, "application/octet-stream"},
            {"ca.crt", FileType::Text, "application/x-x509-ca-cert"},
            {"forwarded.eml", FileType::Mail, "message/rfc822"},
            {"", FileType::Script, "text/plain"},
            {"", FileType::Shortcut, "text/plain"},
            {"", FileType::ActiveHtml, "text/html"},
            {"book.epub", FileType::Zip, "application/epub+zip"},
        };
        const auto set = test::rules("");
        for (const auto& c : cases) {
            CAPTURE(c.name);
            auto item = file(c.name, c.type);
            item.declared = c.declared;
            if (c.name.empty())
                item.names.clear();
            const auto said = judged(item, set);
            CHECK(said.rule == "");
            CHECK(said == Judged{});
            if (!c.name.empty())
                CHECK(judged(archive("a.zip", {item}), set) == Judged{});
        }
    }

    TEST_CASE("what is only remarkable is reported")
    {
        const auto set = test::rules("");
        CHECK(judged(file("page.html", FileType::ActiveHtml), set).rule ==
              "active-page");
        CHECK(judged(file("fix.sh", FileType::Script), set).rule == "script");
        CHECK(judged(file("photo.jpg", FileType::Zip), set).rule == "mismatch");
        CHECK(judged(file("a      .pdf", FileType::Pdf), set).rule == "many-spaces");
        CHECK(judged(file(std::string(201, 'a') + ".pdf"), set).rule == "long-name");
        for (const auto& item : {file("page.html", FileType::ActiveHtml),
                                 file("fix.sh", FileType::Script)})
            CHECK(judged(item, set).result == Action::Report);
    }

    TEST_CASE("a script without a name to tell it goes by what is declared")
    {
        const auto set = test::rules("");
        auto item = file("", FileType::Text);
        item.names.clear();
        item.declared = "application/hta";
        CHECK(judged(item, set).rule == "declared-script");
        item.names = {"invoice"};
        CHECK(judged(item, set).rule == "declared-script");
        item.names = {"invoice.json"};
        CHECK(judged(item, set).rule == "");
    }
}

} // namespace mailreeve::attachment
