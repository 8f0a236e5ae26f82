#include "ctl/table.hh"

#include "ctl/remark.hh"
#include "test/ctl/output.hh"

#include <doctest/doctest.h>

namespace mailreeve::ctl {

TEST_SUITE("ctl")
{
    TEST_CASE("columns are as wide as they must be, in characters")
    {
        Table table{{"NAME", "TEXT"}};
        table.add({"b\xc3\xbc", "short"});
        table.add({"longer name", ""});
        CHECK(table.text() == "NAME         TEXT\n"
                              "b\xc3\xbc           short\n"
                              "longer name\n");
    }

    TEST_CASE("what stands in a cell or a remark steers no terminal")
    {
        Table table{{"NAME"}};
        table.add({"\x1b[2J\xe2\x80\xae\n"});
        CHECK(table.text() == "NAME\n\\x1b[2J\\xe2\\x80\\xae\\x0a\n");
        test::Output output;
        print({{Grade::Error, "s\a", "t\x1b", "h\r"}}, output.console);
        CHECK(output.out.str() == "error    s\\x07: t\\x1b\n"
                                  "         hint: h\\x0d\n");
    }

    TEST_CASE("an error among the remarks is an error of the configuration")
    {
        CHECK(status_of({}) == Exit::Ok);
        CHECK(status_of({{Grade::Warning, "a", "b", ""}}) == Exit::Ok);
        CHECK(status_of({{Grade::Error, "a", "b", ""}, {Grade::Ok, "a", "b", ""}}) ==
              Exit::Configuration);
    }

    TEST_CASE("remarks are told to programs as a list")
    {
        test::Output output;
        print({{Grade::Ok, "state", "is there", ""}}, output.json);
        CHECK(output.out.str() == "[\n  {\n    \"grade\": \"ok\",\n"
                                  "    \"subject\": \"state\",\n"
                                  "    \"text\": \"is there\",\n"
                                  "    \"hint\": \"\"\n  }\n]\n");
    }
}

} // namespace mailreeve::ctl
