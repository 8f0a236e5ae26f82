#include "mailreeve/bounce/reading.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/mail/message_id.hh"
#include "mailreeve/mime/parse.hh"

#include "test/support/corpus.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace mailreeve::bounce {

namespace {

struct Score {
    std::size_t of = 0;
    std::size_t right = 0;

    void add(bool is_right)
    {
        ++of;
        right += is_right ? 1 : 0;
    }

    double percent() const
    {
        return of == 0 ? 100
                       : 100.0 * static_cast<double>(right) / static_cast<double>(of);
    }

    std::string text() const
    {
        return of == 0 ? "-" : std::to_string(right) + "/" + std::to_string(of);
    }
};

struct Scores {
    std::size_t files = 0;
    Score kind;
    Score headers;
    Score where;
    Score message_id;
};

std::string expected_class(const test::CorpusFile& file)
{
    static const std::map<std::string, std::string> classes{
        {"nonstandard-bounce", "bounce"},
        {"vacation", "autoreply"},
        {"feedback-report", "report"},
        {"normal", "none"},
    };
    const auto kind = file.column("kind");
    const auto known = classes.find(kind);
    return known == classes.end() ? kind : known->second;
}

// Whether the manifest tells of a returned message; in ordinary mail it speaks of
// forwards and digests.
bool returns_headers(const test::CorpusFile& file)
{
    return file.column("has_original_headers") == "yes" &&
           file.column("kind") != "normal";
}

class Table {
public:
    void add(const test::CorpusFile& file)
    {
        const auto reading = read(file.bytes(), true);
        auto& scores = origins_[file.column("origin")];
        for (auto* const one : {&scores, &total_})
            count(*one, file, reading);
        const auto expected = expected_class(file);
        if (name(reading.kind) != expected)
            miss(file, expected, std::string{name(reading.kind)});
        if (!returns_headers(file))
            return;
        if (name(reading.headers) != file.column("where"))
            miss(file, file.column("where"), std::string{name(reading.headers)});
        if (const auto id = expected_id(file); !id.empty() && id != reading.message_id)
            miss(file, id, reading.message_id);
    }

    void print() const
    {
        std::printf("\n%-28s %6s %10s %10s %10s %10s\n", "origin", "files", "class",
                    "headers", "where", "message-id");
        for (const auto& [origin, scores] : origins_)
            print(origin, scores);
        print("total", total_);
        for (const auto& line : misses_)
            std::printf("%s\n", line.c_str());
    }

    const Scores& total() const { return total_; }

private:
    static std::string expected_id(const test::CorpusFile& file)
    {
        const auto id = mail::MessageId::parse(file.column("original_message_id"));
        return id ? id->text() : std::string{};
    }

    static void count(Scores& scores, const test::CorpusFile& file,
                      const Reading& reading)
    {
        ++scores.files;
        scores.kind.add(name(reading.kind) == expected_class(file));
        if (!returns_headers(file))
            return;
        scores.headers.add(reading.headers != Where::None);
        scores.where.add(name(reading.headers) == file.column("where"));
        if (const auto id = expected_id(file); !id.empty())
            scores.message_id.add(reading.message_id == id);
    }

    static void print(const std::string& origin, const Scores& scores)
    {
        std::printf("%-28s %6zu %10s %10s %10s %10s\n", origin.c_str(), scores.files,
                    scores.kind.text().c_str(), scores.headers.text().c_str(),
                    scores.where.text().c_str(), scores.message_id.text().c_str());
    }

    void miss(const test::CorpusFile& file, const std::string& expected,
              const std::string& got)
    {
        misses_.push_back("miss: " + file.path + ": expected " + expected + ", got " +
                          got);
    }

    std::map<std::string, Scores> origins_;
    Scores total_;
    std::vector<std::string> misses_;
};

bool is_ordinary(const test::CorpusFile& file)
{
    return file.column("category") != "bounces" && file.column("kind") == "normal";
}

// The header of the message, as an MTA shows it to a milter: some files begin with an
// empty line, or end lines by CR.
std::vector<mail::HeaderField> header_of(std::string raw)
{
    if (raw.find('\n') == std::string::npos)
        std::ranges::replace(raw, '\r', '\n');
    const auto begin = raw.find_first_not_of(" \n");
    const auto parsed = mime::parse(std::string_view{raw}.substr(begin));
    const auto* const root = std::get_if<mime::Entity>(&parsed);
    return root == nullptr ? std::vector<mail::HeaderField>{} : root->fields;
}

// `raw` with a field of ours in front of the line that has the returned Message-ID,
// quoted as that line is; empty where no line has it as it stands.
std::string with_field(const std::string& raw, const std::string& id)
{
    const auto body = std::min(raw.find("\n\n"), raw.find("\n\r\n"));
    const auto at = raw.find(id, std::min(body, raw.size()));
    if (id.empty() || at == std::string::npos)
        return {};
    auto begin = raw.rfind('\n', at) + 1;
    auto quote = raw.find_first_not_of(" \t>|", begin);
    if (quote == at && begin > 1) { // folded behind the name
        begin = raw.rfind('\n', begin - 2) + 1;
        quote = raw.find_first_not_of(" \t>|", begin);
    }
    if (!ascii::starts_with(std::string_view{raw}.substr(quote), "message-id"))
        return {};
    return raw.substr(0, begin) + raw.substr(begin, quote - begin) +
           "X-Mailreeve-Stamp: a1b2c3\n" + raw.substr(begin);
}

bool has_field(const Reading& reading)
{
    return std::ranges::any_of(reading.returned, [](const Returned& block) {
        return std::ranges::any_of(block.fields, [](const auto& field) {
            return field.is("X-Mailreeve-Stamp") &&
                   mail::unfold(field.value) == "a1b2c3";
        });
    });
}

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE("bounces of the corpus are read as their labels say" *
              doctest::skip(!test::has_corpus()))
    {
        Table bounces;
        Table elsewhere;
        Score ordinary;
        for (const auto& file : test::corpus_messages()) {
            if (file.column("category") == "bounces")
                bounces.add(file);
            else
                elsewhere.add(file);
            if (is_ordinary(file))
                ordinary.add(read(file.bytes(), true).kind == Class::None);
        }
        bounces.print();
        elsewhere.print();
        CHECK(bounces.total().kind.percent() >= 96);
        CHECK(bounces.total().headers.percent() >= 97);
        CHECK(bounces.total().message_id.percent() >= 96);
        CHECK(elsewhere.total().headers.percent() >= 97);
        CHECK(elsewhere.total().message_id.percent() >= 96);
        CHECK(ordinary.of > 900);
        CHECK(ordinary.percent() >= 99.5);
    }

    TEST_CASE("no ordinary mail of the corpus that a person sent is surely a bounce" *
              doctest::skip(!test::has_corpus()))
    {
        const auto somebody = mail::Address::tolerant("somebody@example.net");
        Score told;
        for (const auto& file : test::corpus_messages()) {
            const auto reading = read(somebody, file.bytes(), true);
            CAPTURE(file.path);
            if (is_ordinary(file))
                CHECK((reading.kind == Class::None || !reading.sure));
            else if (file.column("kind") == "dsn")
                told.add(reading.kind == Class::Dsn && reading.sure);
        }
        CHECK(told.of > 200);
        CHECK(told.right == told.of);
    }

    TEST_CASE("the header alone tells what may be a bounce, and of little else" *
              doctest::skip(!test::has_corpus()))
    {
        const auto sender = mail::Address::tolerant("somebody@example.net");
        std::map<std::string, Score> dismissed;
        for (const auto& file : test::corpus_messages()) {
            CAPTURE(file.path);
            const auto raw = file.bytes();
            const auto header = header_of(raw);
            const bool may_be = may_be_bounce(sender, header);
            if (read(sender, raw, true).kind != Class::None)
                CHECK(may_be);
            if (is_ordinary(file))
                dismissed[file.column("category")].add(!may_be);
        }
        for (const auto& [category, score] : dismissed)
            std::printf("no bounce by the header: %s of ordinary mail in %s\n",
                        score.text().c_str(), category.c_str());
        CHECK(dismissed["hamspam"].percent() >= 98);
    }

    TEST_CASE("a field put among returned headers comes out of them" *
              doctest::skip(!test::has_corpus()))
    {
        Score found;
        for (const auto& file : test::corpus_messages()) {
            if (!returns_headers(file) || file.column("newline") == "cr")
                continue;
            const auto id = mail::MessageId::parse(file.column("original_message_id"));
            const auto raw = with_field(file.bytes(), id ? id->text() : std::string{});
            if (raw.empty())
                continue;
            found.add(has_field(read(raw, true)));
            if (!has_field(read(raw, true)))
                std::printf("lost: %s\n", file.path.c_str());
        }
        std::printf("field found again: %s\n", found.text().c_str());
        CHECK(found.of > 200);
        CHECK(found.percent() >= 99);
    }
}

} // namespace mailreeve::bounce
