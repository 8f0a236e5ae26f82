#include "mailreeve/config/node.hh"

#include <doctest/doctest.h>

namespace mailreeve::config {

namespace {

Node text(const char* value, Place place = {})
{
    return Node::scalar(value).at(place);
}

// scoring:
//   spam: 5
// dns: {servers: [a]}
Node tree()
{
    auto scoring = Node::map({{"spam", text("5", {2, 9, 1}), {2, 3, 4}}}).at({2, 3, 1});
    auto servers = Node::list({text("a", {3, 17, 1})}).at({3, 16, 1});
    auto dns = Node::map({{"servers", servers, {3, 7, 7}}}).at({3, 6, 1});
    return Node::map({{"scoring", scoring, {1, 1, 7}}, {"dns", dns, {3, 1, 3}}})
        .at({1, 1, 1});
}

} // namespace

TEST_SUITE("config")
{
    TEST_CASE("a null is what a node is by default")
    {
        CHECK(Node{}.is_null());
        CHECK(Node{}.place() == Place{0, 0, 1});
    }

    TEST_CASE("the first of two equal keys is found, and both are kept")
    {
        const auto map = Node::map({{"a", text("1"), {}}, {"a", text("2"), {}}});
        CHECK(map.find("a")->text() == "1");
        CHECK(map.entries().size() == 2);
        CHECK(map.find("b") == nullptr);
    }

    TEST_CASE("a path leads to the place that an error about it points to")
    {
        struct Case {
            const char* path;
            Place expected;
        };
        const Case cases[] = {
            {"scoring", {1, 1, 7}},          // a map: its key
            {"scoring.spam", {2, 9, 1}},     // a scalar: itself
            {"scoring.surespam", {1, 1, 7}}, // not written: the nearest that is
            {"dns.servers", {3, 7, 7}},      // a list: its key
            {"dns.servers.a", {3, 7, 7}},    {"rbl", {1, 1, 1}}, {"", {1, 1, 1}},
        };
        for (const auto& c : cases) {
            CAPTURE(c.path);
            CHECK(tree().place(c.path) == c.expected);
        }
    }

    TEST_CASE("nodes are equal in what they say, wherever they say it")
    {
        CHECK(text("a", {1, 1, 1}) == Node::scalar("a", Node::Quoted::Yes));
        CHECK_FALSE(text("a") == text("b"));
        CHECK_FALSE(text("") == Node{});
        CHECK_FALSE(Node::list({}) == Node::map({}));
        CHECK(Node::list({text("a")}) == Node::list({text("a", {2, 2, 1})}));
        CHECK_FALSE(Node::map({{"a", text("1"), {}}}) ==
                    Node::map({{"b", text("1"), {}}}));
        CHECK(tree() == tree());
    }
}

} // namespace mailreeve::config
