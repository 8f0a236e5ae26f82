#include "mailreeve/mime/parse.hh"

#include "mailreeve/mime/decode.hh"
#include "test/support/entity_fault.hh"

#include <doctest/doctest.h>

namespace mailreeve::mime {

namespace {

// "multipart/mixed[text/plain message/rfc822[text/html]]"
std::string shape(const Entity& entity)
{
    std::string text = entity.type;
    if (entity.parts.empty())
        return text;
    text += '[';
    for (const auto& part : entity.parts)
        text += (text.ends_with('[') ? "" : " ") + shape(part);
    return text + ']';
}

Entity whole(std::string_view message)
{
    auto parsed = parse(message);
    REQUIRE(std::holds_alternative<Entity>(parsed));
    auto root = std::get<Entity>(std::move(parsed));
    CHECK(test::message_fault(root, message) == "");
    return root;
}

} // namespace

TEST_SUITE("mime")
{
    TEST_CASE("a message is read to the tree of its parts")
    {
        const std::string_view message = "Content-Type: multipart/report; boundary=b;\n"
                                         " report-type=delivery-status\n"
                                         "\n"
                                         "preamble\n"
                                         "--b\n"
                                         "\n"
                                         "human\n"
                                         "--b\n"
                                         "Content-Type: message/delivery-status\n"
                                         "\n"
                                         "Reporting-MTA: dns; mx.example\n"
                                         "\n"
                                         "--b\n"
                                         "Content-Type: message/rfc822\n"
                                         "\n"
                                         "Subject: hello\n"
                                         "\n"
                                         "original\n"
                                         "--b--\n"
                                         "epilogue\n";
        const auto root = whole(message);
        CHECK(shape(root) == "multipart/report[text/plain message/delivery-status "
                             "message/rfc822[text/plain]]");
        CHECK(root.report_type == "delivery-status");
        CHECK(root.preamble.of(message) == "preamble");
        CHECK(root.epilogue.of(message) == "epilogue\n");
        CHECK(root.parts[0].content.of(message) == "human");
        CHECK(root.parts[1].content.of(message) == "Reporting-MTA: dns; mx.example\n");
        CHECK(root.parts[2].parts[0].fields ==
              std::vector<mail::HeaderField>{{"Subject", " hello"}});
        CHECK(text(root.parts[2].parts[0], message, 100) == "original");
    }
}

} // namespace mailreeve::mime
