#include "ctl/told_envelope.hh"

#include "ctl/message_file.hh"

#include <doctest/doctest.h>

namespace mailreeve::ctl {

TEST_SUITE("ctl")
{
    TEST_CASE("the sender is that of Return-Path, or of an mbox, or nobody")
    {
        const auto sender = [](const std::string& text) {
            return told_sender(parse_header(text), text);
        };
        CHECK(sender("Return-Path: <a@example.org>\n\n") == "a@example.org");
        CHECK(sender("From b@example.org Thu\nReturn-Path: <>\n\n") == "");
        CHECK(sender("From b@example.org Thu\nX: y\n\n") == "b@example.org");
        CHECK(sender("From MAILER-DAEMON Thu\nX: y\n\n") == "");
        CHECK_FALSE(sender("From: c@example.org\n\n"));
    }

    TEST_CASE("a recipient of our domains comes before all others")
    {
        const auto header = parse_header("To: a@example.org, b@example.net\n"
                                         "Delivered-To: c@example.com\n\n");
        inspect::Local local;
        CHECK(told_recipient(header, local).value().text() == "c@example.com");
        local.domains = {mail::Domain::parse("example.net").value()};
        CHECK(told_recipient(header, local).value().text() == "b@example.net");
        CHECK_FALSE(told_recipient({}, local));
    }
}

} // namespace mailreeve::ctl
