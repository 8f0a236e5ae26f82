#include "mailreeve/config/print.hh"

#include "mailreeve/config/document.hh"

#include <doctest/doctest.h>

namespace mailreeve::config {

namespace {

Node text(std::string value)
{
    return Node::scalar(std::move(value));
}

Node read_back(const std::string& yaml)
{
    Diagnostics diagnostics{"printed.yaml", yaml};
    auto node = parse_document(yaml, diagnostics);
    CHECK(diagnostics.text().empty());
    return node;
}

} // namespace

TEST_SUITE("config")
{
    TEST_CASE("a tree is printed as an administrator would write it")
    {
        const auto tree = Node::map({
            {"hostname", text("mx1.example"), {}},
            {"domains", Node::list({text("a.example"), text("::1")}), {}},
            {"dns", Node::map({{"budget", text("5s"), {}}}), {}},
            {"lists",
             Node::list(
                 {Node::map({{"zone", text("a.b"), {}},
                             {"codes", Node::map({{"127.0.0.2", text("1"), {}}}), {}}}),
                  Node::list({text("x")})}),
             {}},
            {"none", Node::list({}), {}},
            {"nothing", Node::map({}), {}},
        });
        CHECK(print(tree) == R"(hostname: mx1.example
domains: [a.example, "::1"]
dns:
  budget: 5s
lists:
  - zone: a.b
    codes:
      127.0.0.2: 1
  - [x]
none: []
nothing: {}
)");
        CHECK(read_back(print(tree)) == tree);
        CHECK(read_back(print_line(tree)) == tree);
    }

    TEST_CASE("a list that is too long for a line has a line for each item")
    {
        const auto item = text(std::string(30, 'x'));
        const auto tree = Node::map({{"list", Node::list({item, item, item}), {}}});
        const auto line = "  - " + item.text() + '\n';
        CHECK(print(tree) == "list:\n" + line + line + line);
        CHECK(read_back(print(tree)) == tree);
    }

    TEST_CASE("a text is quoted where YAML would take it for something else")
    {
        struct Case {
            std::string text;
            std::string expected;
        };
        const Case cases[] = {
            {"plain", "plain"},
            {"192.0.2.0/24", "192.0.2.0/24"},
            {"-2.5", "-2.5"},
            {".example.net", ".example.net"},
            {"/var/lib", "/var/lib"},
            {"_dmarc", "_dmarc"},
            {"postmaster@example.net", "postmaster@example.net"},
            {"", R"("")"},
            {"~", R"("~")"},
            {"null", R"("null")"},
            {"Null", R"("Null")"},
            {"-", R"("-")"},
            {"---", R"("---")"},
            {"...", R"("...")"},
            {"- a", R"("- a")"},
            {"@home", R"("@home")"},
            {"a: b", R"("a: b")"},
            {"a #b", R"("a #b")"},
            {"[SPAM] ", R"("[SPAM] ")"},
            {"::1", R"("::1")"},
            {"%h", R"("%h")"},
            {"*", R"("*")"},
            {"&a", R"("&a")"},
            {"!a", R"("!a")"},
            {"it's \"so\" \\", R"("it's \"so\" \\")"},
            {"a\nb\tc", R"("a\nb\tc")"},
            {"\x1b[2J", R"("\U0000001b[2J")"},
            {"m\u00fcll", "\"m\u00fcll\""},
            {"\u202eevil", R"("\U0000202eevil")"},
            {"\U0001f600", "\"\U0001f600\""},
        };
        for (const auto& c : cases) {
            CAPTURE(c.text);
            CHECK(print_line(text(c.text)) == c.expected);
            for (const auto& tree :
                 {Node::map({{c.text, text(c.text), {}}}),
                  Node::list(
                      {text(c.text),
                       Node::map({{c.text, Node::list({text(c.text)}), {}}})})}) {
                CHECK(read_back(print(tree)) == tree);
                CHECK(read_back(print_line(tree)) == tree);
            }
        }
    }

    TEST_CASE("a tree that is no map has a print, too")
    {
        CHECK(print(Node{}) == "~\n");
        CHECK(print(text("a")) == "a\n");
        CHECK(print(Node::list({Node::map({{"a", text("1"), {}}})})) == "- a: 1\n");
    }
}

} // namespace mailreeve::config
