#include "mailreeve/attachment/sealed.hh"

#include "test/mime/tree.hh"

namespace mailreeve::attachment {

TEST_SUITE("attachment")
{
    TEST_CASE("what stands inside of a signature is known, however deep")
    {
        const auto message = test::tree("Content-Type: multipart/mixed; boundary=a\n"
                                        "\n"
                                        "--a\n"
                                        "Content-Type: multipart/signed; boundary=b\n"
                                        "\n"
                                        "--b\n"
                                        "Content-Type: multipart/mixed; boundary=c\n"
                                        "\n"
                                        "--c\n"
                                        "\n"
                                        "text\n"
                                        "--c--\n"
                                        "--b--\n"
                                        "--a\n"
                                        "Content-Type: application/x-pkcs7-mime\n"
                                        "\n"
                                        "--a\n"
                                        "\n"
                                        "text\n"
                                        "--a--\n");
        const auto& inner = message.parts.at(0).parts.at(0);
        CHECK_FALSE(signed_around(message, message));
        CHECK(signed_around(message, message.parts.at(0)));
        CHECK(signed_around(message, inner));
        CHECK(signed_around(message, inner.parts.at(0)));
        CHECK(signed_around(message, message.parts.at(1)));
        CHECK_FALSE(signed_around(message, message.parts.at(2)));
    }
}

} // namespace mailreeve::attachment
