#include "mailreeve/mime/file_names.hh"

#include "mailreeve/base/utf8.hh"
#include "test/mime/tree.hh"

#include <algorithm>
#include <string>
#include <vector>

namespace mailreeve::mime {

using Names = std::vector<std::string>;
using namespace std::string_literals;

namespace {

Names names_in(std::string header)
{
    return file_names(test::tree(header.append("\n\nx")));
}

Names names_of(const std::string& parameters)
{
    return names_in("Content-Disposition: attachment; " + parameters);
}

bool has(const Names& names, const std::string& name)
{
    return std::ranges::find(names, name) != names.end();
}

} // namespace

TEST_SUITE("mime")
{
    TEST_CASE("an ordinary file has one name")
    {
        const Names a{"a.pdf"};
        CHECK(names_of("filename=a.pdf") == a);
        CHECK(names_of("filename=\"a.pdf\"") == a);
        CHECK(names_of("filename*=utf-8''a.pdf") == a);
        CHECK(names_of("filename=\"a.pdf\"; size=3") == a);
        CHECK(names_in("Content-Type: x/y; name=a.pdf\n"
                       "Content-Disposition: attachment; filename=a.pdf") == a);
        CHECK(names_of("filename=\"a b.pdf\"") == Names{"a b.pdf"});
        CHECK(names_in("Content-Type: text/plain") == Names{});
    }

    TEST_CASE("the likeliest name comes first")
    {
        CHECK(names_in("Content-Type: x/y; name=b\n"
                       "Content-Disposition: attachment; filename=a; filename=c")
                  .front() == "a");
        CHECK(names_in("Content-Type: x/y; name=b").front() == "b");
    }

    TEST_CASE("every reading that some client takes for the name is told")
    {
        struct Case {
            std::string parameters;
            std::string name;
        };
        const Case cases[] = {
            {"filename=a.txt; filename=evil.exe", "evil.exe"},
            {"filename=a.txt; filename*=utf-8''evil.exe", "evil.exe"},
            {"filename=a.txt; filename*0=ev; filename*1=il.exe", "evil.exe"},
            {"filename=a.txt; filename*0*=utf-8'en'ev%69; filename*1=l.exe",
             "evil.exe"},
            {"filename=a.txt; name=evil.exe", "evil.exe"},
            {"filename=\"=?utf-8?B?ZXZpbC5leGU=?=\"", "evil.exe"},
            {"filename==?utf-8?Q?evil=2Eexe?=", "evil.exe"},
            {"filename=ev il.exe", "ev il.exe"},
            {"filename =evil.exe", "evil.exe"},
            {"filename\t=\n evil.exe", "evil.exe"},
            {"filename(c)=evil.exe", "evil.exe"},
            {"filename(c(d))=\"evil.exe\"", "evil.exe"},
            {"filename=(c)evil(d).exe", "evil.exe"},
            {"filename=evil(\\).exe", "evil(\\).exe"},
            {"FileName=evil.exe", "evil.exe"},
            {"x:y=1; filename=evil.exe", "evil.exe"},
            {"\xe9=1; filename=evil.exe", "evil.exe"},
            {"\xe9"
             "filename=evil.exe",
             "evil.exe"},
            {"x=\"1; filename=evil.exe", "evil.exe"},
            {"x=\"; filename=evil.exe", "evil.exe"},
            {"(c; filename=evil.exe", "evil.exe"},
            {"x=1, filename=evil.exe", "evil.exe"},
            {"x=1,filename=evil.exe", "evil.exe"},
            {"x=\"1\"filename=evil.exe", "evil.exe"},
            {"x=(filename=\"evil.exe\"", "evil.exe"},
            {"x=(filename=evil.exe)", "evil.exe"},
            {"filename=evil.exe,x", "evil.exe"},
            {"filename=\"evil.exe;.txt\"", "evil.exe"},
            {"filename=\"evil.exe", "evil.exe"},
            {"filename=\"evil.exe; size=3", "evil.exe"},
            {"filename=\"evil.exe\n x: y", "evil.exe\n x: y"},
            {"filename=\"evil.exe\r.txt\"", "evil.exe"},
            {"filename=\"evil.exe\0.txt\""s, "evil.exe"},
            {"filename=evil.exe\0.txt"s, "evil.exe"},
            {"filename\0=evil.exe"s, "evil.exe"},
            {R"(filename="C:\evil.exe")", R"(C:\evil.exe)"},
            {R"(filename="C:\evil.exe")", "C:evil.exe"},
            {R"(filename="a\".exe")", "a\".exe"},
            {R"(filename="evil.exe\".txt")", "evil.exe\\"},
            {"filename=\"a.txt\".exe", "\"a.txt\".exe"},
            {"filename='evil.exe'", "'evil.exe'"},
            {"filename=evil.exe.", "evil.exe."},
            {"filename=\"evil.exe%20\"", "evil.exe%20"},
            {"filename=\"a\xe2\x80\xaetxt.exe\"", "a\xe2\x80\xaetxt.exe"},
            {"filename=\"\xe9.exe\"", "\xc3\xa9.exe"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.parameters);
            const auto names = names_of(c.parameters);
            CAPTURE(names.size());
            const auto unfolded =
                c.name == "evil.exe\n x: y" ? "evil.exe x: y" : c.name;
            CHECK(has(names, unfolded));
        }
    }

    TEST_CASE("every field is read, not only the first")
    {
        const auto names = names_in("Content-Disposition: attachment; filename=a\n"
                                    "Content-Type: x/y; name=b\n"
                                    "Content-Type : x/y; name=c\n"
                                    "content-disposition: inline; filename=d\n"
                                    "Content-Description: e\n"
                                    "Content-Disposition: attachment,filename=f");
        CHECK(names == Names{"a", "d", "b", "c", "f"});
    }

    TEST_CASE("a description names a file that nothing else names")
    {
        CHECK(names_in("Content-Description: =?utf-8?q?evil=2Eexe?=\n"
                       "Content-Location: http://a.example/b.exe") ==
              Names{"evil.exe", "http://a.example/b.exe"});
    }

    TEST_CASE("the host that a page is from names no file")
    {
        for (const auto* location : {"https://example.app", "https://example.app/"}) {
            CAPTURE(location);
            CHECK(names_in(std::string{"Content-Location: "} + location) == Names{});
        }
    }

    TEST_CASE("names are bounded in number and length, and both ends are kept")
    {
        std::string many = "filename=first";
        for (int i = 0; i < 150; ++i)
            many += "; filename=f" + std::to_string(i);
        const auto names = names_of(many + "; filename=last.exe");
        CHECK(names.size() == max_file_names);
        CHECK(names.front() == "first");
        CHECK(has(names, "last.exe"));

        const auto longest =
            names_of("filename=\"" + std::string(20'000, 'a') + "\xc3\xa9.exe\"");
        CHECK(longest.front().size() <= max_file_name);
        CHECK(longest.front().ends_with("\xc3\xa9.exe"));
        for (const auto& name : names_of("filename=\"" + std::string(4'096, '\xe9')))
            CHECK(utf8::is_valid(name));
    }

    TEST_CASE("parameters that never end cost no more than their bound")
    {
        std::string hostile;
        for (int i = 0; i < 30'000; ++i)
            hostile += "name= ";
        const auto names = names_of("x=(" + hostile);
        CHECK(names.size() <= max_file_names);
        std::size_t bytes = 0;
        for (const auto& name : names)
            bytes += name.size();
        CHECK(bytes <= 64UL * 1'024 * 2);
    }
}

} // namespace mailreeve::mime
