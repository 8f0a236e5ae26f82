#include "policy/replies.hh"

#include "policy/symbols.hh"
#include "test/policy/facts.hh"

#include <doctest/doctest.h>

#include <algorithm>

namespace mailreeve::policy {

using std::chrono::seconds;

TEST_SUITE("policy")
{
    TEST_CASE("reverse DNS is asked for in exactly the words administrators know")
    {
        const auto wording = reverse_dns_wording("Example Ltd", test::good().client);
        CHECK(wording.deferral ==
              Reply{451, "4.7.1",
                    "Access temporarily denied. Example Ltd requires you to have valid "
                    "reverse DNS PTR record in order to send mail from [192.0.2.7]"});
        CHECK(wording.rejection.code == 550);
        CHECK(wording.rejection.enhanced == "5.7.25");
        CHECK(reverse_dns_wording("E", {}).deferral.text.ends_with("[unknown]"));
    }

    TEST_CASE("a dynamic client is told what to do")
    {
        CHECK(dynamic_wording("Example Ltd", test::good().client).deferral.text ==
              "Access temporarily denied. Example Ltd takes no mail from dynamic "
              "addresses "
              "such as [192.0.2.7]; use the mail server of your provider");
    }

    TEST_CASE("each fault of a HELO has its own words")
    {
        std::vector<std::string> texts;
        for (const auto symbol : {symbols::helo_not_fqdn, symbols::helo_literal_wrong,
                                  symbols::helo_own_name, symbols::helo_unresolvable,
                                  symbols::helo_mismatch}) {
            const auto text = helo_wording("Example Ltd", symbol).rejection.text;
            CHECK(text.starts_with("Access denied. Example Ltd requires "));
            CHECK(std::ranges::find(texts, text) == texts.end());
            texts.push_back(text);
        }
    }

    TEST_CASE("a listing names the list, what is listed and where to look")
    {
        struct Case {
            rbl::Subject subject;
            const char* asked;
            const char* text;
        };
        const Case cases[] = {
            {rbl::Subject::Client, "192.0.2.7",
             "Access denied. [192.0.2.7] is listed by BL Example, see "
             "https://bl.example/192.0.2.7"},
            {rbl::Subject::Helo, "evil.example",
             "Access denied. The name given in HELO is listed by BL Example, see "
             "https://bl.example/"},
            {rbl::Subject::Sender, "evil.example",
             "Access denied. The sender's domain is listed by BL Example, see "
             "https://bl.example/"},
            {rbl::Subject::Ptr, "evil.example",
             "Access denied. The name of the client is listed by BL Example, see "
             "https://bl.example/"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.text);
            auto fact = test::fact(test::list(rbl::Action::Reject), test::listed(400));
            fact.subject = c.subject;
            fact.asked = c.asked;
            CHECK(list_wording(fact).rejection.text == c.text);
        }
        auto list = test::list(rbl::Action::Reject);
        list.page.clear();
        CHECK(list_wording(test::fact(list, test::listed(400))).rejection.text ==
              "Access denied. [192.0.2.7] is listed by BL Example");
        list.page = "https://bl.example/removal";
        CHECK(list_wording(test::fact(list, test::listed(400))).rejection.text ==
              "Access denied. [192.0.2.7] is listed by BL Example, see "
              "https://bl.example/removal");
    }

    TEST_CASE("a delay says how long it still lasts")
    {
        const auto fact = test::fact(test::list(rbl::Action::Delay), test::listed(400));
        CHECK(delayed(fact, seconds{61}).text ==
              "Mail is delayed: [192.0.2.7] is listed by BL Example, see "
              "https://bl.example/192.0.2.7; try again in 2 minutes");
        CHECK(delayed(fact, seconds{1}).text.ends_with("; try again in 1 minute"));
    }

    TEST_CASE("the other refusals have the codes of their reasons")
    {
        CHECK(lookup_failed(test::good().client) ==
              Reply{451, "4.4.3",
                    "The reverse DNS of [192.0.2.7] cannot be looked up now"});
        auto facts = test::good();
        facts.denied = trust::Match{trust::What::Network, "192.0.2.0/24"};
        CHECK(denial("Example Ltd", facts) ==
              Reply{550, "5.7.1",
                    "Access denied. Example Ltd accepts no mail from [192.0.2.7]"});
        facts.denied->what = trust::What::Sender;
        CHECK(denial("Example Ltd", facts).text ==
              "Access denied. Example Ltd accepts no mail from this sender");
        CHECK(refused_as_spam("Example Ltd", score::Points::hundredths(1230)) ==
              Reply{550, "5.7.1",
                    "Message refused. Example Ltd takes it for spam (score 12.30)"});
    }
}

} // namespace mailreeve::policy
