#include "ctl/postfix_review.hh"

#include <doctest/doctest.h>

#include <algorithm>

namespace mailreeve::ctl {

namespace {

// All is well: Debian's master.cf, our socket in the queue directory.
Postfix sound()
{
    Postfix postfix;
    postfix.parameters = {
        {"queue_directory", "/var/spool/postfix"},
        {"smtpd_milters", "unix:mailreeve/milter.sock"},
        {"non_smtpd_milters", "$smtpd_milters"},
        {"milter_default_action", "tempfail"},
        {"milter_command_timeout", "30s"},
        {"milter_protocol", "6"},
        {"enable_original_recipient", "yes"},
        {"smtpd_forbid_bare_newline", "normalize"},
        {"smtpd_milter_maps", ""},
        {"receive_override_options", ""},
    };
    postfix.services = {{"smtp", "inet", true, "smtpd", {}},
                        {"submission", "inet", true, "smtpd", {}},
                        {"cleanup", "unix", true, "cleanup", {}},
                        {"smtp", "unix", true, "smtp", {}}};
    return postfix;
}

Ours ours()
{
    return {snapshot::UnixPath{"/var/spool/postfix/mailreeve/milter.sock"},
            std::chrono::seconds{4}, false};
}

Remark about(const Remarks& remarks, const std::string& subject)
{
    const auto found = std::ranges::find_if(
        remarks, [&](const auto& remark) { return remark.subject == subject; });
    REQUIRE(found != remarks.end());
    return *found;
}

} // namespace

TEST_SUITE("ctl")
{
    TEST_CASE("a Postfix that is set up as the manual says is well")
    {
        const auto remarks = review(sound(), ours());
        CHECK(remarks.size() == 8);
        for (const auto& remark : remarks) {
            CAPTURE(remark.subject);
            CAPTURE(remark.text);
            CHECK(remark.grade == Grade::Ok);
        }
    }

    TEST_CASE("each parameter that is wrong is told, and how badly")
    {
        struct Case {
            const char* parameter;
            const char* value; // nullptr: this Postfix does not know it
            const char* subject;
            Grade grade;
        };
        const Case cases[] = {
            {"smtpd_milters", "", "smtpd_milters of smtp/inet", Grade::Error},
            {"smtpd_milters", "", "smtpd_milters of submission/inet", Grade::Warning},
            {"smtpd_milters", "inet:localhost:8891", "smtpd_milters of smtp/inet",
             Grade::Error},
            {"smtpd_milters", "unix:/run/mailreeve/milter.sock",
             "smtpd_milters of smtp/inet", Grade::Error},
            {"smtpd_milters", "inet:x:1, { unix:mailreeve/milter.sock }",
             "smtpd_milters of smtp/inet", Grade::Ok},
            {"smtpd_milters", "{ unix:mailreeve/milter.sock, default_action=accept }",
             "milter_default_action", Grade::Warning},
            {"smtpd_milters", "{ unix:mailreeve/milter.sock, command_timeout=5s }",
             "milter_command_timeout", Grade::Error},
            {"non_smtpd_milters", "", "non_smtpd_milters", Grade::Warning},
            {"non_smtpd_milters", "unix:/run/mailreeve/milter.sock",
             "non_smtpd_milters", Grade::Warning},
            {"milter_default_action", "accept", "milter_default_action",
             Grade::Warning},
            {"milter_default_action", "reject", "milter_default_action", Grade::Error},
            {"milter_default_action", "quarantine", "milter_default_action", Grade::Ok},
            {"milter_command_timeout", "8s", "milter_command_timeout", Grade::Error},
            {"milter_command_timeout", "9s", "milter_command_timeout", Grade::Ok},
            {"milter_command_timeout", "soon", "milter_command_timeout",
             Grade::Warning},
            {"milter_protocol", "4", "milter_protocol", Grade::Warning},
            {"enable_original_recipient", "no", "enable_original_recipient",
             Grade::Error},
            {"smtpd_forbid_bare_newline", "no", "smtpd_forbid_bare_newline",
             Grade::Warning},
            {"smtpd_forbid_bare_newline", nullptr, "smtpd_forbid_bare_newline",
             Grade::Warning},
            {"smtpd_milter_maps", "cidr:/etc/postfix/maps", "smtpd_milter_maps",
             Grade::Warning},
            {"receive_override_options", "no_milters",
             "receive_override_options of smtp/inet", Grade::Error},
        };
        for (const auto& c : cases) {
            CAPTURE(c.parameter);
            CAPTURE(c.subject);
            auto postfix = sound();
            if (c.value != nullptr)
                postfix.parameters[c.parameter] = c.value;
            else
                postfix.parameters.erase(c.parameter);
            CHECK(about(review(postfix, ours()), c.subject).grade == c.grade);
        }
    }

    TEST_CASE("stripping goes with no Postfix that accepts what we did not finish")
    {
        const char* const action = "milter_default_action";
        const char* const braces =
            "{ unix:mailreeve/milter.sock, default_action=accept }";
        struct Case {
            const char* service; // nullptr: in main.cf
            const char* parameter;
            const char* value;
            const char* subject; // of what is told
        };
        const Case cases[] = {
            {nullptr, action, "accept", action},
            {nullptr, "smtpd_milters", braces, action},
            {"submission", action, "accept",
             "milter_default_action of submission/inet"},
            {"submission", "smtpd_milters", braces,
             "milter_default_action of submission/inet"},
            {"cleanup", action, "accept", "milter_default_action of cleanup/unix"},
            {nullptr, "non_smtpd_milters", braces,
             "milter_default_action of cleanup/unix"},
        };
        auto stripping = ours();
        stripping.strips = true;
        CHECK(about(review(sound(), stripping), action).grade == Grade::Ok);
        for (const auto& c : cases) {
            CAPTURE(c.subject);
            CAPTURE(c.value);
            auto postfix = sound();
            for (auto& service : postfix.services)
                if (c.service != nullptr && service.name == c.service)
                    service.overrides[c.parameter] = c.value;
            if (c.service == nullptr)
                postfix.parameters[c.parameter] = c.value;
            const auto told = about(review(postfix, stripping), c.subject);
            CHECK(told.grade == Grade::Error);
            CHECK(told.text.starts_with("accept: if mailreeve ends while it takes an "
                                        "attachment out"));
            CHECK(status_of(review(postfix, stripping)) == Exit::Configuration);
            CHECK(about(review(postfix, ours()), c.subject).grade == Grade::Warning);
            CHECK(status_of(review(postfix, ours())) == Exit::Ok);
        }
    }

    TEST_CASE("a milter's own default action comes before that of its service")
    {
        auto postfix = sound();
        postfix.parameters["milter_default_action"] = "accept";
        postfix.parameters["smtpd_milters"] =
            "{ unix:mailreeve/milter.sock, default_action=tempfail }";
        auto stripping = ours();
        stripping.strips = true;
        CHECK(about(review(postfix, stripping), "milter_default_action").grade ==
              Grade::Ok);
    }

    TEST_CASE("a service that names milters of its own is looked at by itself")
    {
        auto postfix = sound();
        postfix.services[1].overrides["smtpd_milters"] = "inet:127.0.0.1:9";
        const auto remarks = review(postfix, ours());
        CHECK(about(remarks, "smtpd_milters of smtp/inet").grade == Grade::Ok);
        const auto told = about(remarks, "smtpd_milters of submission/inet");
        CHECK(told.grade == Grade::Warning);
        CHECK(told.text == "mailreeve is not among them: inet:127.0.0.1:9; mail that "
                           "comes this way is not filtered");
        CHECK(told.hint == "smtpd_milters = unix:mailreeve/milter.sock");
    }

    TEST_CASE("a socket outside of the chroot is told with the way out")
    {
        auto postfix = sound();
        postfix.parameters["smtpd_milters"] = "unix:/run/mailreeve/milter.sock";
        const auto told =
            about(review(postfix, {snapshot::UnixPath{"/run/mailreeve/milter.sock"},
                                   ours().budget, false}),
                  "smtpd_milters of smtp/inet");
        CHECK(told.grade == Grade::Error);
        CHECK(told.text ==
              "unix:/run/mailreeve/milter.sock is "
              "/var/spool/postfix/run/mailreeve/milter.sock to a chrooted Postfix; "
              "mailreeve listens on unix:/run/mailreeve/milter.sock");
        CHECK(told.hint == "smtpd_milters = unix:mailreeve/milter.sock, and in "
                           "mailreeve.yaml "
                           "listen: unix:/var/spool/postfix/mailreeve/milter.sock");
    }

    TEST_CASE("what to write to close smuggling depends on the version")
    {
        auto postfix = sound();
        postfix.parameters["smtpd_forbid_bare_newline"] = "no";
        const auto hint = [&] {
            return about(review(postfix, ours()), "smtpd_forbid_bare_newline").hint;
        };
        CHECK(hint() == "smtpd_forbid_bare_newline = yes");
        postfix.parameters["smtpd_forbid_bare_newline_reject_code"] = "550";
        CHECK(hint() == "smtpd_forbid_bare_newline = normalize");
    }

    TEST_CASE("mail behind postscreen is mail of strangers")
    {
        auto postfix = sound();
        postfix.services = {{"smtp", "inet", true, "postscreen", {}},
                            {"smtpd", "pass", true, "smtpd", {{"smtpd_milters", ""}}}};
        CHECK(about(review(postfix, ours()), "smtpd_milters of smtpd/pass").grade ==
              Grade::Error);
    }

    TEST_CASE("a master.cf without smtpd is told of")
    {
        auto postfix = sound();
        postfix.services.clear();
        CHECK(about(review(postfix, ours()), "smtpd_milters").grade == Grade::Warning);
    }
}

} // namespace mailreeve::ctl
