#include "ctl/stamping_review.hh"

#include "test/support/mail.hh"

#include <doctest/doctest.h>

#include <algorithm>

namespace mailreeve::ctl {

namespace {

Postfix sound()
{
    Postfix postfix;
    postfix.parameters = {
        {"queue_directory", "/var/spool/postfix"},
        {"smtpd_milters", "unix:mailreeve/milter.sock, unix:opendkim/opendkim.sock"},
        {"non_smtpd_milters", "$smtpd_milters"},
        {"milter_macro_v", "$mail_name $mail_version"},
        {"milter_connect_macros", "j {daemon_name} {daemon_addr} v _"},
        {"milter_macro_daemon_name", "$myhostname"},
        {"mail_name", "Postfix"},
        {"mail_version", "3.7.11"},
        {"smtpd_sasl_auth_enable", "no"},
        {"recipient_delimiter", "+"},
    };
    postfix.services = {
        {"smtp", "inet", true, "smtpd", {}},
        {"submission",
         "inet",
         true,
         "smtpd",
         {{"milter_macro_daemon_name", "ORIGINATING"}}},
        {"cleanup", "unix", true, "cleanup", {}},
    };
    return postfix;
}

Ours ours()
{
    return {snapshot::UnixPath{"/var/spool/postfix/mailreeve/milter.sock"},
            std::chrono::seconds{4}};
}

snapshot::Settings settings()
{
    snapshot::Settings settings;
    settings.local.domains = {test::domain("example.net")};
    return settings;
}

bool has(const Remarks& remarks, Grade grade, const std::string& subject)
{
    return std::ranges::any_of(remarks, [&](const Remark& remark) {
        return remark.grade == grade && remark.subject == "bounces: " + subject;
    });
}

} // namespace

TEST_SUITE("ctl")
{
    TEST_CASE("a Postfix that asks us first, everywhere, stamps all that leaves")
    {
        const auto remarks = review_stamping(sound(), ours(), settings());
        CHECK(remarks.size() == 3);
        for (const auto& remark : remarks) {
            CAPTURE(remark.subject);
            CAPTURE(remark.text);
            CHECK(remark.grade == Grade::Ok);
        }
    }

    TEST_CASE("each way on which mail leaves without stamp, signature or id is told")
    {
        const std::string here = "unix:mailreeve/milter.sock";
        struct Case {
            const char* parameter;
            std::string value;
            const char* subject;
            Grade grade;
        };
        const Case cases[] = {
            {"smtpd_milters", "unix:opendkim/opendkim.sock " + here,
             "smtpd_milters of smtp/inet", Grade::Warning},
            {"smtpd_milters", "inet:localhost:8891, " + here,
             "smtpd_milters of submission/inet", Grade::Warning},
            {"smtpd_milters", "inet:127.0.0.1:8892," + here,
             "smtpd_milters of submission/inet", Grade::Warning},
            {"smtpd_milters", "{ inet:localhost:11332, default_action=accept } " + here,
             "smtpd_milters of submission/inet", Grade::Warning},
            {"smtpd_milters", "unix:rspamd/worker.sock " + here, "non_smtpd_milters",
             Grade::Warning},
            {"smtpd_milters", here + " inet:localhost:8891",
             "smtpd_milters of submission/inet", Grade::Ok},
            {"smtpd_milters", "inet:localhost:18891 " + here,
             "smtpd_milters of submission/inet", Grade::Ok},
            {"smtpd_milters", "", "smtpd_milters of submission/inet", Grade::Warning},
            {"non_smtpd_milters", "", "non_smtpd_milters", Grade::Warning},
            {"non_smtpd_milters", "inet:localhost:8891 " + here, "non_smtpd_milters",
             Grade::Warning},
            {"mail_version", "3.2.5", "envid", Grade::Warning},
            {"mail_version", "3.3.0", "envid", Grade::Ok},
            {"mail_version", "4.0", "envid", Grade::Ok},
            {"milter_macro_v", "MTA", "envid", Grade::Warning},
            {"milter_connect_macros", "j {daemon_name}", "envid", Grade::Warning},
        };
        for (const auto& c : cases) {
            CAPTURE(c.parameter);
            CAPTURE(c.value);
            auto postfix = sound();
            postfix.parameters[c.parameter] = c.value;
            CHECK(
                has(review_stamping(postfix, ours(), settings()), c.grade, c.subject));
        }
    }

    TEST_CASE("a signer in front of us is told with the order that is right")
    {
        auto postfix = sound();
        postfix.parameters["smtpd_milters"] =
            "unix:opendkim/opendkim.sock, unix:mailreeve/milter.sock";
        const auto remarks = review_stamping(postfix, ours(), settings());
        CHECK(
            remarks.at(0) ==
            Remark{Grade::Warning, "bounces: smtpd_milters of smtp/inet",
                   "unix:opendkim/opendkim.sock stands before mailreeve: our stamp is "
                   "added after its signature, so it is not signed",
                   "put mailreeve first: smtpd_milters = unix:mailreeve/milter.sock, "
                   "unix:opendkim/opendkim.sock"});
    }

    TEST_CASE("a service for our people is outbound by authentication or by name")
    {
        const std::string subject = "smtpd_milters of submission/inet";
        auto postfix = sound();
        postfix.services[1].overrides.clear();
        CHECK(
            has(review_stamping(postfix, ours(), settings()), Grade::Warning, subject));
        postfix.services[1].overrides["smtpd_sasl_auth_enable"] = "yes";
        CHECK(has(review_stamping(postfix, ours(), settings()), Grade::Ok, subject));
        postfix.services[1].overrides = {{"milter_macro_daemon_name", "msa"}};
        auto named = settings();
        named.local.outbound_daemons = {"msa"};
        CHECK(has(review_stamping(postfix, ours(), named), Grade::Ok, subject));
    }

    TEST_CASE("tags that Postfix would not know are told")
    {
        struct Case {
            bounce::BatvForm form;
            const char* delimiter;
            bool warned;
        };
        const Case cases[] = {
            {bounce::BatvForm::None, "", false},
            {bounce::BatvForm::SubAddress, "+", false},
            {bounce::BatvForm::SubAddress, "-+", false},
            {bounce::BatvForm::SubAddress, "", true},
            {bounce::BatvForm::SubAddress, "-", true},
            {bounce::BatvForm::Prvs, "+", true},
        };
        for (const auto& c : cases) {
            CAPTURE(c.delimiter);
            auto postfix = sound();
            postfix.parameters["recipient_delimiter"] = c.delimiter;
            auto tagging = settings();
            tagging.bounces.batv = c.form;
            CHECK(has(review_stamping(postfix, ours(), tagging), Grade::Warning,
                      "batv") == c.warned);
        }
    }

    TEST_CASE("where no envelope id is wanted none is missed")
    {
        auto postfix = sound();
        postfix.parameters["mail_version"] = "2.11.3";
        auto without = settings();
        without.bounces.envelope_id = false;
        CHECK_FALSE(
            has(review_stamping(postfix, ours(), without), Grade::Warning, "envid"));
    }
}

} // namespace mailreeve::ctl
