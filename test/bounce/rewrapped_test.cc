#include "mailreeve/base/ascii.hh"
#include "mailreeve/bounce/lines.hh"
#include "test/bounce/stamped_block.hh"
#include "test/bounce/transfer_encoding.hh"
#include "test/support/corpus.hh"
#include "test/support/dice.hh"
#include "test/support/flip.hh"

#include <doctest/doctest.h>

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mailreeve::bounce {

namespace {

constexpr std::uint64_t seed = 20'261'127;
constexpr std::size_t flips_each = 5;

// How a host may give a header back.
struct Wrapper {
    const char* name = "";
    const char* type = "";
    const char* encoding = "";
    const char* before = ""; // a line
    const char* after = "\n";
    bool keeps_folding = true;
};

constexpr Wrapper wrappers[] = {
    {"text", "text/plain", "8bit", "", "\n"},
    {"text, quoted", "text/plain", "8bit", "> ", "\n"},
    {"text, indented", "text/plain", "8bit", "    ", "\n"},
    {"text, folding lost", "text/plain", "8bit", "", "\n", false},
    {"text, CRLF", "text/plain", "8bit", "", "\r\n"},
    {"text, quoted-printable", "text/plain", "quoted-printable", "", "\n"},
    {"text, quoted, base64", "text/plain", "base64", "> ", "\r\n"},
    {"html, <br>", "text/html", "8bit", "", "<br>\n"},
    {"html, <br> alone, quoted-printable", "text/html", "quoted-printable", "", "<br>"},
    {"html, <p>, base64", "text/html", "base64", "<p>", "</p>\r\n"},
    {"header, folding lost", "text/rfc822-headers", "8bit", "", "\n", false},
    {"header, quoted-printable", "text/rfc822-headers", "quoted-printable", "", "\n"},
    {"header, base64", "text/rfc822-headers", "base64", "", "\n"},
    {"message, quoted-printable", "message/rfc822", "quoted-printable", "", "\r\n"},
    {"message, base64", "message/global", "base64", "", "\r\n"},
};

std::string wrapped(const Wrapper& wrapper, std::string_view header)
{
    const bool is_html = std::string_view{wrapper.type} == "text/html";
    const std::string_view encoding = wrapper.encoding;
    std::string text;
    Lines lines{header};
    while (auto line = lines.next()) {
        if (!wrapper.keeps_folding)
            *line = ascii::trim(*line);
        text.append(wrapper.before)
            .append(is_html ? test::html_escaped(*line) : *line)
            .append(wrapper.after);
    }
    if (encoding == "base64")
        text = test::base64(text, "\n");
    else if (encoding == "quoted-printable")
        text = test::quoted_printable(text, "\n");
    return std::string{"From: MAILER-DAEMON@example.org\n"
                       "Subject: Undelivered Mail Returned to Sender\n"
                       "Content-Type: multipart/mixed; boundary=cut\n\n"
                       "--cut\n\nIt could not be delivered.\n\n--cut\nContent-Type: "} +
           wrapper.type +
           "; charset=utf-8\nContent-Transfer-Encoding: " + wrapper.encoding + "\n\n" +
           text + "\n--cut--\n";
}

// The outermost header that a bounce returns, stamped as alice's.
class Header {
public:
    Header(std::string path, const Returned& block, std::string stamp)
        : path_{std::move(path)}, stamp_{std::move(stamp)}
    {
        for (const auto& field : block.fields)
            lines_ += field.name + ':' + field.value + '\n';
    }

    const std::string& path() const { return path_; }
    const std::string& stamp() const { return stamp_; }

    std::string with(const std::string& field, const std::string& stamp) const
    {
        return field + ": " + mail::fold(field, stamp) + '\n' + lines_;
    }

private:
    std::string path_;
    std::string stamp_;
    std::string lines_;
};

std::vector<Header> headers(const JudgeGround& ground, test::Dice& dice)
{
    const auto alice = test::address("alice@example.net");
    std::vector<Header> all;
    for (const auto& file : test::corpus_messages()) {
        if (file.column("category") != "bounces")
            continue;
        const auto reading = read(file.bytes(), true);
        if (!reading.returned.empty())
            all.emplace_back(file.path, reading.returned.front(),
                             stamp_of(ground, alice, reading.returned.front(), dice));
    }
    return all;
}

class Trials {
public:
    Trials(JudgeGround& ground, test::Dice& dice) : ground_{ground}, dice_{dice} {}

    void add(const Wrapper& wrapper, const Header& header)
    {
        const auto& stamp = header.stamp();
        const auto& field = ground_.settings.stamp_field;
        const auto stamped = wrapped(wrapper, header.with(field, stamp));
        ++of;
        if (is_valid(stamped, alice_))
            ++valid;
        else
            std::printf("miss: %s as %s\n", header.path().c_str(), wrapper.name);
        taken += is_valid(stamped, bob_) ? 1U : 0U;
        for (std::size_t n = 0; n < flips_each; ++n) {
            const auto forged =
                test::with_bit_flipped(stamp, dice_.below(8 * stamp.size()));
            taken += is_valid(wrapped(wrapper, header.with(field, forged)), alice_)
                         ? 1U
                         : 0U;
        }
    }

    std::size_t of = 0;
    std::size_t valid = 0;
    std::size_t taken = 0;

private:
    bool is_valid(const std::string& raw, const mail::Address& recipient)
    {
        const Bounce bounce{read(mail::Address{}, raw, true), {recipient}};
        return ground_.judge(bounce, Counting::No).outcome == Outcome::Valid;
    }

    JudgeGround& ground_;
    test::Dice& dice_;
    mail::Address alice_ = test::address("alice@example.net");
    mail::Address bob_ = test::address("bob@example.net");
};

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE("a stamped header proves a bounce however it is wrapped" *
              doctest::skip(!test::has_corpus()))
    {
        JudgeGround ground;
        test::Dice dice{seed};
        const auto all = headers(ground, dice);
        CHECK(all.size() > 300);
        std::printf("\nflips by seed %llu\n", static_cast<unsigned long long>(seed));
        for (const auto& wrapper : wrappers) {
            CAPTURE(std::string{wrapper.name});
            Trials trials{ground, dice};
            for (const auto& header : all)
                trials.add(wrapper, header);
            std::printf("returned as %-36s valid %zu of %zu, flips taken %zu of %zu\n",
                        wrapper.name, trials.valid, trials.of, trials.taken,
                        trials.of * flips_each);
            CHECK(100 * trials.valid >= 97 * trials.of);
            CHECK(trials.taken == 0);
        }
    }
}

} // namespace mailreeve::bounce
