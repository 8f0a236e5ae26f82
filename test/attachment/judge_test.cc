#include "test/attachment/judge_ground.hh"

namespace mailreeve::attachment {

using test::archive;
using test::file;
using test::judged;
using test::rules;

namespace {

Item locked(std::string name, std::vector<Item> inside = {})
{
    auto item = archive(std::move(name), std::move(inside));
    item.obstacle = Obstacle::Encrypted;
    item.detail = "two files need a password";
    return item;
}

Judged judged_for(const Item& item, const RuleSet& set, Direction direction,
                  const char* whom)
{
    return judge(item, set, direction, *mail::Address::parse(whom));
}

} // namespace

TEST_SUITE("attachment")
{
    TEST_CASE("the first rule that is for a file decides")
    {
        const auto set = rules(R"(
rules:
  - {name: one, names: ["run*"], action: report}
  - {name: two, names: ["*.exe"], action: quarantine}
  - {name: three, names: ["*"], action: strip}
)");
        CHECK(judged(file("run.exe"), set).rule == "one");
        CHECK(judged(file("run.exe"), set).result == Action::Report);
        CHECK(judged(file("setup.exe"), set).rule == "two");
        CHECK(judged(file("setup.exe"), set).result == Action::Quarantine);
        CHECK(judged(file("a.txt"), set).rule == "three");
        CHECK(judged(file("a.txt"), set).result == Action::Strip);
    }

    TEST_CASE("a ban on one reading of a name is a ban")
    {
        auto item = file("harmless.txt");
        item.names.emplace_back("run.exe");
        const auto said = judged(item, rules(""));
        CHECK(said.result == Action::Strip);
        CHECK(said.path == "harmless.txt");
    }

    TEST_CASE("every kind of condition in a rule must hold, one of each list")
    {
        const auto set = rules(R"(
rules:
  - {name: both, names: ["*.exe", "*.bin"], types: [program, zip], action: strip}
)");
        CHECK(judged(file("a.exe", FileType::Pe), set).result == Action::Strip);
        CHECK(judged(file("a.bin", FileType::Zip), set).result == Action::Strip);
        CHECK(judged(file("a.exe", FileType::Text), set).result == Action::Allow);
        CHECK(judged(file("a.txt", FileType::Pe), set).result == Action::Allow);
    }

    TEST_CASE("each condition is about what it says")
    {
        struct Case {
            std::string rule;
            Item matches;
            Item not_so;
            std::string reason;
        };
        auto macros = file("a.doc", FileType::Ole);
        macros.macros = true;
        auto big = file("a.pdf");
        auto at_bound = big;
        at_bound.size = std::uint64_t{2} * 1024 * 1024;
        big.size = at_bound.size + 1;
        auto hta = file("a");
        hta.declared = "application/hta";
        auto nameless = file("");
        nameless.names.clear();
        const Case cases[] = {
            {"macros: true", macros, file("a.doc", FileType::Ole), "contains macros"},
            {"larger_than: 2MiB", big, at_bound, "is larger than 2MiB"},
            {"bidi: true", file("a\u202efdp.exe"), file("a.exe"),
             "has a name that is shown in another order than it is written"},
            {"double_extension: true", file("a.pdf.exe"), file("a.exe"),
             "has two extensions"},
            {"many_spaces: true", file("a.pdf      .exe"), file("a b.exe"),
             "has a name whose end is hidden by blanks"},
            {"long_name: 10", file("0123456.pdf"), file("012345.pdf"),
             "has a very long name"},
            {"declared: [application/hta]", hta, file("a"),
             "is declared as application/hta"},
            {"declared: [\"application/*\"]", hta,
             [] {
                 auto text = file("a");
                 text.declared = "text/plain";
                 return text;
             }(),
             "is declared as application/hta"},
            {"types: [program]", file("a", FileType::Elf), file("a", FileType::Text),
             "is a program"},
            {"types: [html-active]", file("a", FileType::ActiveHtml),
             file("a", FileType::Html), "is of the type html-active"},
            {"mismatch: true", file("a.pdf", FileType::Pe), file("a.exe", FileType::Pe),
             "is not what it says it is"},
            {"names: [\"*.exe\"]", file("a.exe"), file("a"),
             "has a name that is not allowed"},
            {"names: [\"/^$/\"]", nameless, file("a"), "has no name"},
            {"names: [\"*.exe\"], reason: is bad", file("a.exe"), file("a"), "is bad"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.rule);
            const auto set = rules("rules: [{name: it, " + c.rule + "}]");
            const auto said = judged(c.matches, set);
            CHECK(said.result == Action::Strip);
            CHECK(said.rule == "it");
            CHECK(said.reason == c.reason);
            CHECK(judged(c.not_so, set) == Judged{});
        }
    }

    TEST_CASE("a file promises by name or declared type what it is")
    {
        struct Case {
            std::string name;
            std::string declared;
            FileType type;
            bool broken;
        };
        const Case cases[] = {
            {"a.pdf", "application/pdf", FileType::Pe, true},
            {"a.exe", "image/png", FileType::Pe, true},
            {"a.zip", "application/zip", FileType::Pe, true},
            {"a", "text/plain", FileType::Elf, true},
            {"a.exe", "application/octet-stream", FileType::Pe, false},
            {"a.jpg", "image/jpeg", FileType::Zip, true},
            {"a.pdf", "application/octet-stream", FileType::Rar, true},
            {"a.docx", "application/octet-stream", FileType::Zip, false},
            {"a.patch.gz", "text/plain", FileType::Gzip, false},
            {"a.svgz", "image/svg+xml", FileType::Gzip, false},
            {"a", "image/png", FileType::Zip, true},
            {"a.doc", "application/msword", FileType::Html, false},
            {"a.xls", "application/vnd.ms-excel", FileType::Ole, false},
            {"a.txt", "text/plain", FileType::Script, false},
            {"a.jpg", "image/jpeg", FileType::Script, true},
            {"a.pdf", "application/pdf", FileType::ActiveHtml, true},
            {"a.html", "text/html", FileType::ActiveHtml, false},
            {"a.svg", "image/svg+xml", FileType::ActiveHtml, false},
            {"a.img", "application/octet-stream", FileType::Iso, false},
            {"a.pdf", "application/octet-stream", FileType::Iso, true},
            {"a.txt", "text/plain", FileType::Shortcut, true},
        };
        const auto set = rules("rules: [{name: it, mismatch: true}]");
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CAPTURE(name(c.type));
            auto item = file(c.name, c.type);
            item.declared = c.declared;
            CHECK((judged(item, set).result == Action::Strip) == c.broken);
        }
    }

    TEST_CASE("the strictest word on a file and all inside decides, with its path")
    {
        const auto set = rules(R"(
rules:
  - {name: mild, names: ["*.txt"], action: report}
  - {name: strict, names: ["*.exe"], action: strip}
  - {name: stricter, names: ["*.scr"], action: quarantine}
)");
        const auto nested =
            archive("outer.zip", {file("a.txt"), archive("inner", {file("run.exe")})});
        const auto said = judged(nested, set);
        CHECK(said.result == Action::Strip);
        CHECK(said.rule == "strict");
        CHECK(said.path == "outer.zip/inner/run.exe");
        CHECK(said.complete);
        const auto both =
            archive("b.zip", {file("x.exe"), file("y.exe"), file("z.scr")});
        CHECK(judged(both, set).path == "b.zip/z.scr");
        CHECK(judged(archive("b.zip", {file("x.exe"), file("y.exe")}), set).path ==
              "b.zip/x.exe");
        CHECK(judged(archive("b.zip", {file("a.txt")}), set).result == Action::Report);
        CHECK(judged(archive("b.zip", {file("a.png")}), set) == Judged{});
    }

    TEST_CASE("an allowed archive does not excuse what is in it")
    {
        const auto set = rules(R"(
rules:
  - {name: partner, names: ["*.zip"], action: allow}
  - default
)");
        const auto said = judged(archive("a.zip", {file("run.exe")}), set);
        CHECK(said.result == Action::Strip);
        CHECK(said.rule == "program-name");
        CHECK(judged(archive("a.zip", {file("a.pdf")}), set).rule == "partner");
    }

    TEST_CASE("what cannot be looked at is told and goes by its key")
    {
        const auto said = judged(locked("a.zip", {file("b.pdf")}), rules(""));
        CHECK(said.result == Action::Quarantine);
        CHECK_FALSE(said.complete);
        CHECK(said.rule == "encrypted");
        CHECK(said.obstacle == Obstacle::Encrypted);
        CHECK(said.detail == "two files need a password");
        CHECK(said.path == "a.zip");
        CHECK(said.reason == "is encrypted and cannot be looked into");
        const auto let = judged(locked("a.zip"), rules("encrypted: allow"));
        CHECK(let.result == Action::Allow);
        CHECK_FALSE(let.complete);
        CHECK(let.obstacle == Obstacle::Encrypted);
    }

    TEST_CASE("each obstacle has a key")
    {
        struct Case {
            Obstacle obstacle;
            std::string key;
        };
        const Case cases[] = {
            {Obstacle::Encrypted, "encrypted"}, {Obstacle::Broken, "unjudged"},
            {Obstacle::TooDeep, "unjudged"},    {Obstacle::TooBig, "unjudged"},
            {Obstacle::TooMany, "unjudged"},    {Obstacle::TooSlow, "unjudged"},
            {Obstacle::Ambiguous, "ambiguous"}, {Obstacle::Partial, "partial"},
            {Obstacle::External, "external"},   {Obstacle::Unsupported, "unjudged"},
            {Obstacle::Crashed, "unjudged"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.key);
            CAPTURE(name(c.obstacle));
            auto item = file("a.zip", FileType::Zip);
            item.obstacle = c.obstacle;
            const auto said = judged(item, rules(c.key + ": strip"));
            CHECK(said.result == Action::Strip);
            CHECK(said.rule == c.key);
            CHECK(judged(item, rules(c.key + ": allow")).result == Action::Allow);
        }
    }

    TEST_CASE("names in an encrypted archive are judged all the same")
    {
        const auto said =
            judged(locked("a.zip", {file("run.exe")}), rules("encrypted: report"));
        CHECK(said.result == Action::Strip);
        CHECK(said.path == "a.zip/run.exe");
        CHECK_FALSE(said.complete);
        CHECK(said.obstacle == Obstacle::None);
    }

    TEST_CASE("a rule about obstacles stands in the place of the key")
    {
        const auto set = rules(R"(
rules:
  - {name: partner, obstacles: [encrypted], names: ["*.zip"], for: [user@example.net],
     action: report}
  - default
)");
        CHECK(judged(locked("a.zip"), set).rule == "partner");
        CHECK(judged(locked("a.zip"), set).result == Action::Report);
        CHECK(judged(locked("a.7z"), set).result == Action::Quarantine);
        CHECK(judged(file("a.zip", FileType::Zip), set) == Judged{});
        CHECK(judged_for(locked("a.zip"), set, Direction::Inbound, "b@example.net")
                  .rule == "encrypted");
    }

    TEST_CASE("rules are for a direction, and for recipients or senders")
    {
        const auto set = rules(R"(
rules:
  - {name: in, names: ["*.a"], direction: inbound, action: strip}
  - {name: out, names: ["*.a"], direction: outbound, action: quarantine}
  - {name: whom, names: ["*.b"], for: [example.net, boss@example.org], action: strip}
  - {name: everything, for: [strict@example.com], action: quarantine}
)");
        const auto in = Direction::Inbound;
        const auto out = Direction::Outbound;
        CHECK(judged_for(file("x.a"), set, in, "a@example.net").rule == "in");
        CHECK(judged_for(file("x.a"), set, out, "a@example.net").rule == "out");
        CHECK(judged_for(file("x.b"), set, in, "a@example.net").rule == "whom");
        CHECK(judged_for(file("x.b"), set, out, "boss@example.org").rule == "whom");
        CHECK(judged_for(file("x.b"), set, in, "a@example.org").rule == "");
        CHECK(judged_for(file("x.pdf"), set, in, "strict@example.com").rule ==
              "everything");
        CHECK(judged_for(file("x.b"), set, out, "<>").rule == "");
    }

    TEST_CASE("the mode bounds what is done, and what is asked stays told")
    {
        struct Case {
            std::string mode;
            Action strip;
            Action quarantine;
        };
        const Case cases[] = {
            {"report", Action::Report, Action::Report},
            {"strip", Action::Strip, Action::Quarantine},
            {"quarantine", Action::Quarantine, Action::Quarantine},
        };
        for (const auto& c : cases) {
            CAPTURE(c.mode);
            const RuleSet set{test::settings("mode: " + c.mode)};
            const auto program = judged(file("a.exe"), set);
            CHECK(program.result == c.strip);
            CHECK(program.asked == Action::Strip);
            CHECK(judged(locked("a.zip"), set).result == c.quarantine);
            CHECK(judged(file("a.pdf"), set).result == Action::Allow);
        }
        CHECK(judged(file("a.exe"), RuleSet{test::settings("mode: off")}) == Judged{});
    }

    TEST_CASE("a name that cannot be read in a bounded time is ambiguous")
    {
        const auto said = judged(file(std::string(5000, 'x') + ".pdf"), rules(""));
        CHECK(said.result == Action::Quarantine);
        CHECK(said.rule == "ambiguous");
        CHECK(said.path.size() <= longest_item_path);
    }

    TEST_CASE("what may be spent on names is for all files of a message together")
    {
        const auto set = rules("");
        std::vector<Item> odd;
        for (int i = 0; i < 200; ++i) {
            const auto one =
                "%2525&#38;#46;:;1%20'\u200b\uff0e/" + std::to_string(i) + "\u200b. ";
            odd.push_back(file(one + one + ".txt"));
        }
        const auto whom = *mail::Address::parse("joe@example.net");
        NameWork work;
        const auto judge_one = [&](const Item& item) {
            return judge(item, set, Direction::Inbound, whom, work);
        };
        CHECK(judge_one(archive("a.zip", odd)).rule == "ambiguous");
        CHECK(work.forms == 0);
        CHECK(judge_one(odd.front()).rule == "ambiguous");
        CHECK(judge_one(file("run.exe")).rule == "program-name");
        CHECK(judge_one(file("letter (1).pdf")).result == Action::Allow);
    }

    TEST_CASE("an archive of many files with letters of any language is judged")
    {
        std::vector<Item> files;
        for (int i = 0; i < 5'000; ++i)
            files.push_back(file("\u041f\u0430\u043f\u043a\u0430/\u0424\u0430\u0439"
                                 "\u043b (" +
                                 std::to_string(i) + ").pdf"));
        const auto said = judged(archive("a.zip", std::move(files)), rules(""));
        CHECK(said.result == Action::Allow);
        CHECK(said.complete);
    }

    TEST_CASE("who is asked for by the same rules is told so")
    {
        const auto set = rules(R"(
rules:
  - {name: one, for: [joe@example.net], names: ["*.exe"], action: allow}
  - {use: default}
)");
        const auto of = [&](const char* whom) {
            return set.for_whom(Direction::Inbound, *mail::Address::parse(whom));
        };
        CHECK(of("ann@example.net") == of("bob@example.org"));
        CHECK(of("ann@example.net") != of("joe@example.net"));
    }

    TEST_CASE("a name that cannot be read hides no other name")
    {
        auto item = file(std::string(5000, 'x') + ".pdf");
        item.names.emplace_back("run.exe");
        CHECK(judged(item, rules("ambiguous: allow")).rule == "program-name");
    }

    TEST_CASE("a path stays in its bound and whole in its letters")
    {
        std::string long_part;
        for (int i = 0; i < 400; ++i)
            long_part += "\u20ac";
        const auto said =
            judged(archive(long_part, {file(long_part + ".exe")}), rules(""));
        CHECK(said.path.size() <= longest_item_path);
        CHECK(said.path.ends_with("\u20ac.exe"));
        CHECK(said.path.starts_with("\u20ac"));
    }
}

} // namespace mailreeve::attachment
