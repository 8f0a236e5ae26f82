#include "test/support/cms_writer.hh"
#include "test/support/corpus.hh"
#include "test/support/zip_writer.hh"
#include "test/unpack/looked_into.hh"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace mailreeve::unpack {

using attachment::FileType;
using attachment::Item;
using attachment::Obstacle;
using test::cms_of;

namespace {

std::string program()
{
    return "MZ" + std::string(58, '\0') + test::little(64, 4) +
           std::string{"PE\0\0", 4} + std::string(100, '\0');
}

std::string entity(const std::string& name, const std::string& content,
                   const std::string& type = "application/octet-stream")
{
    const auto line = "--b" + std::to_string(content.size());
    return "Content-Type: multipart/mixed; boundary=" + line.substr(2) + "\r\n\r\n" +
           line + "\r\n\r\nhello\r\n" + line + "\r\nContent-Type: " + type +
           "; name=\"" + name + "\"\r\nContent-Transfer-Encoding: binary\r\n\r\n" +
           content + "\r\n" + line + "--\r\n";
}

std::string in_lines(std::string_view label, const std::string& base64)
{
    return std::string{"-----BEGIN "}.append(label) + "-----\r\n" + base64 +
           "\r\n-----END " + std::string{label} + "-----\r\n";
}

Item declared_as(const std::string& type, const std::string& bytes)
{
    Item item;
    item.declared = type;
    item.size = bytes.size();
    item.type = attachment::file_type(bytes.substr(0, attachment::type_head),
                                      bytes.size() <= attachment::type_head);
    Walk{{}}.look_into(item, {bytes, 0});
    return item;
}

} // namespace

TEST_SUITE("unpack smime")
{
    TEST_CASE("a program in signed mail is found")
    {
        const auto mail = entity("run.exe", program());
        for (const auto& bytes :
             {cms_of(mail), test::ber_cms_of(mail), cms_of("\r\n" + mail)}) {
            const auto item = looked_into(bytes, "smime.p7m");
            CHECK(item.type == FileType::Smime);
            CHECK(item.obstacle == Obstacle::None);
            CHECK(tree(item) == "-\nrun.exe\n");
            REQUIRE(item.inside.size() == 2);
            CHECK(item.inside[1].type == FileType::Pe);
        }
    }

    TEST_CASE("harmless signed mail is looked through without an obstacle")
    {
        for (const auto* const mail : {"Content-Type: text/plain\r\n\r\nhello\r\n",
                                       "hello\r\n", "Subject: x\r\n\r\nhello\r\n"}) {
            const auto item = looked_into(cms_of(mail), "smime.p7m");
            CHECK_FALSE(is_hindered(item));
            CHECK(count_inside(item) > 0);
        }
        CHECK(looked_into(cms_of(""), "smime.p7m").inside.empty());
    }

    TEST_CASE("a signature by itself and encrypted mail have nothing to look at")
    {
        for (const auto& bytes : {test::detached_cms(), test::cms_enveloped_data(),
                                  test::cms_enveloped_data().substr(0, 30)}) {
            const auto item = looked_into(bytes, "smime.p7m");
            CHECK(item.type == FileType::Smime);
            CHECK_FALSE(is_hindered(item));
            CHECK(item.inside.empty());
        }
    }

    TEST_CASE("signed mail in signed mail is opened, as deep as the bound")
    {
        auto mail = entity("run.exe", program());
        for (int i = 0; i < 3; ++i)
            mail = entity("smime.p7m", cms_of(mail), "application/pkcs7-mime");
        const auto item = looked_into(cms_of(mail), "smime.p7m");
        CHECK_FALSE(is_hindered(item));
        CHECK(tree(item).ends_with("smime.p7m/run.exe\n"));
        for (int i = 0; i < 3; ++i)
            mail = entity("smime.p7m", cms_of(mail), "application/pkcs7-mime");
        CHECK(tree(looked_into(cms_of(mail))).ends_with("smime.p7m: too deep\n"));
    }

    TEST_CASE("signed mail in an archive and an archive in signed mail are opened")
    {
        const auto zip = test::zip_of({{"run.exe", program()}});
        CHECK(tree(looked_into(cms_of(entity("a.zip", zip)))) ==
              "-\na.zip\na.zip/run.exe\n");
        const auto mail = cms_of(entity("run.exe", program()));
        CHECK(tree(looked_into(test::zip_of({{"letter.p7m", mail}}))) ==
              "letter.p7m\nletter.p7m/-\nletter.p7m/run.exe\n");
    }

    TEST_CASE("a signed document is a file of the name that it is saved under")
    {
        const auto item = looked_into(cms_of("%PDF-1.4\nx"), "contract.pdf.p7m");
        CHECK_FALSE(is_hindered(item));
        REQUIRE(item.inside.size() == 1);
        CHECK(item.inside[0].type == FileType::Pdf);
        CHECK(tree(item) == "contract.pdf\n");
        CHECK_FALSE(is_hindered(
            looked_into(cms_of("<?xml version=\"1.0\"?>\n<a/>\n"), "a.xml.p7m")));
        const auto disguised = looked_into(cms_of(program()), "photo.jpg.p7m");
        REQUIRE(disguised.inside.size() == 1);
        CHECK(disguised.inside[0].type == FileType::Pe);
        CHECK(tree(looked_into(cms_of("@calc\r\n"), "run.bat.P7M")) == "run.bat\n");
    }

    TEST_CASE("what is a document to the one and mail to the other is both")
    {
        for (const auto* const name : {"contract.pdf.p7m", "smime.p7m"}) {
            const auto item = looked_into(
                cms_of("%PDF-1.4\r\n" + entity("run.exe", program())), name);
            CAPTURE(tree(item));
            CHECK(item.obstacle == Obstacle::Ambiguous);
            CHECK(std::ranges::any_of(item.inside, [](const Item& inner) {
                return inner.type == FileType::Pdf;
            }));
        }
        const auto named = looked_into(cms_of(entity("a.txt", "text")), "run.bat.p7m");
        CHECK(tree(named) == "-\na.txt\nrun.bat\n");
    }

    TEST_CASE("a file that stands in a signed text is found")
    {
        CHECK(tree(looked_into(cms_of("begin 644 run.exe\r\n%:&5L;&\\\r\n`\r\nend\r\n"),
                               "smime.p7m")) == "smime\nrun.exe\n");
    }

    TEST_CASE("what is declared or called S/MIME is opened whatever it looks like")
    {
        const auto mail = cms_of("Content-Type: text/plain\r\n\r\nhello\r\n");
        const auto padded = "\x30\xfe" + std::string(125, '\0') + mail.substr(1);
        REQUIRE(looked_into(padded).type != FileType::Smime);
        CHECK(looked_into(padded).inside.empty());
        CHECK(looked_into(padded, "smime.p7m").inside.size() == 1);
        for (const auto* const type :
             {"application/pkcs7-mime", "application/x-pkcs7-mime"})
            CHECK(declared_as(type, padded).inside.size() == 1);
        CHECK(declared_as("application/octet-stream", padded).inside.empty());
        for (const auto& bytes : {std::string{"hello"}, program(), std::string{}})
            CHECK_FALSE(is_hindered(declared_as("application/pkcs7-mime", bytes)));
    }

    TEST_CASE("signed mail that begins like something else is opened as well")
    {
        const auto zip = test::zip_of({{"a.txt", "text"}});
        const auto mail = cms_of(entity("run.exe", program())) + zip;
        const auto seen = tree(looked_into(mail, "smime.p7m"));
        CAPTURE(seen);
        CHECK(seen.find("run.exe") != std::string::npos);
        CHECK(seen.find("a.txt") != std::string::npos);
    }

    TEST_CASE("signed mail in letters is opened")
    {
        // "hello, world", signed
        constexpr auto base64 = "MDMGCSqGSIb3DQEHAqAmMCQCAQExADAbBgkqhkiG9w0BBwGg"
                                "DgQMaGVsbG8sIHdvcmxkMQA=";
        for (const auto* const label : {"PKCS7", "CMS", "PKCS #7 SIGNED DATA"})
            CHECK(declared_as("application/pkcs7-mime", in_lines(label, base64))
                      .inside.size() == 1);
        CHECK(declared_as("application/pkcs7-mime", in_lines("CERTIFICATE", base64))
                  .inside.empty());
    }

    TEST_CASE("signed mail that is cut short is broken, and what is there is told")
    {
        const auto whole = cms_of(entity("run.exe", program()) + std::string(100, 'x'));
        const auto item = looked_into(whole.substr(0, whole.size() - 50), "smime.p7m");
        CHECK(item.obstacle == Obstacle::Broken);
        CHECK(tree(item).find("run.exe") != std::string::npos);
        for (std::size_t size = 1; size < 25; ++size) {
            CAPTURE(size);
            CHECK(looked_into(whole.substr(0, size), "smime.p7m").obstacle ==
                  (size < 17 ? Obstacle::None : Obstacle::Broken));
        }
    }

    TEST_CASE("large signed mail is read as a whole, in one piece or in many")
    {
        std::string lines;
        while (lines.size() < 30'000'000)
            lines += "fifty letters of no meaning at all on every line\r\n";
        const auto mail = entity("big.bin", lines);
        for (const auto& bytes : {cms_of(mail), test::ber_cms_of(mail, 1'024)}) {
            const auto item = looked_into(bytes, "smime.p7m");
            CHECK(item.obstacle == Obstacle::None);
            REQUIRE(item.inside.size() == 2);
            CHECK(item.inside[1].size == lines.size());
        }
        attachment::UnpackLimits limits;
        limits.output = 1'000'000;
        CHECK(looked_into(cms_of(mail), "smime.p7m", limits).obstacle ==
              Obstacle::TooBig);
    }

    TEST_CASE("S/MIME that others wrote is looked through without an obstacle" *
              doctest::skip(!test::has_corpus()))
    {
        const auto folder = test::corpus_root() / "mime" / "notmuch";
        const std::pair<const char*, bool> letters[] = {
            {"pkcs7__smime-onepart-signed.eml", true},
            {"protected-headers__smime-onepart-signed.eml", true},
            {"protected-headers__smime-enc+legacy-disp.eml", false}};
        for (const auto& letter : letters) {
            CAPTURE(letter.first);
            const test::CorpusFile file{(folder / letter.first).string(), {}};
            const auto item = looked_into(file.bytes(), "letter.eml");
            CHECK_FALSE(is_hindered(item));
            REQUIRE(item.inside.size() == 1);
            CHECK(item.inside[0].type == FileType::Smime);
            CHECK(item.inside[0].inside.empty() != letter.second);
        }
    }

    TEST_CASE("CMS that we cannot read is told so")
    {
        const auto twice = test::cms_around(test::der(0x04, "x"), test::cms_signed);
        CHECK(looked_into(twice, "smime.p7m").obstacle == Obstacle::Unsupported);
    }
}

} // namespace mailreeve::unpack
