// Messages made at random, the same for the same seed: some as the standards want them,
// some as they should never be.
#pragma once

#include <array>
#include <cstddef>
#include <random>
#include <string>
#include <string_view>

namespace mailreeve::test {

class MessageMaker {
public:
    explicit MessageMaker(unsigned seed) : random_{seed} {}

    // Well-formed: closed multiparts with boundaries of their own, one kind of line
    // end.
    std::string message()
    {
        line_end_ = below(2) == 0 ? "\n" : "\r\n";
        next_boundary_ = 0;
        return "From: a@example.org" + line_end_ + entity(0);
    }

    // Lines that matter to a parser, in any order, with bytes changed here and there.
    std::string scramble()
    {
        std::string text;
        for (auto lines = below(40); lines > 0; --lines)
            text += std::string{shreds[below(shreds.size())]} +
                    (below(4) == 0 ? "\r\n" : "\n");
        for (auto changes = below(4); changes > 0 && !text.empty(); --changes)
            text[below(text.size())] = static_cast<char>(below(256));
        return text.substr(0, text.size() - (text.empty() ? 0 : below(2)));
    }

    std::size_t below(std::size_t bound) { return random_() % bound; }

private:
    static constexpr std::array<std::string_view, 28> shreds{
        "",
        "",
        "--a",
        "--a",
        "--b",
        "--b",
        "--a--",
        "--b--",
        "--ab",
        "--a ",
        "---a",
        "-- a",
        "--",
        " ",
        "text",
        " folded",
        "From x y",
        "Subject: x",
        "Content-Type: multipart/mixed; boundary=a",
        "Content-Type: multipart/mixed; boundary=\"b\"",
        "Content-Type: multipart/digest; boundary=b",
        "Content-Type: multipart/mixed",
        "Content-Type: multipart/mixed;\n boundary*0=a; boundary*1=b",
        "Content-Type: message/rfc822",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: base64",
        "Content-Transfer-Encoding: quoted-printable",
        "Content-Disposition: attachment; filename=\"a.exe",
    };

    std::string lines(std::size_t most)
    {
        std::string text;
        for (auto count = below(most + 1); count > 0; --count)
            text += std::string(1 + below(70), 'x') + line_end_;
        return text;
    }

    // From Content-Type to the end of the content.
    std::string entity(int depth)
    {
        switch (depth < 4 ? below(4) : 3) {
        case 0:
        case 1:
            return multipart(depth);
        case 2:
            return "Content-Type: message/rfc822" + line_end_ + line_end_ +
                   "Subject: inside" + line_end_ + entity(depth + 1);
        default:
            return "Content-Type: text/html" + line_end_ + line_end_ + lines(5) + "end";
        }
    }

    std::string multipart(int depth)
    {
        const auto boundary = "boundary-" + std::to_string(next_boundary_++) + "-";
        auto text = "Content-Type: multipart/mixed;" + line_end_ + "\tboundary=\"" +
                    boundary + "\"" + line_end_ + line_end_ + lines(2) + "preamble";
        for (auto parts = 1 + below(4); parts > 0; --parts)
            text += line_end_ + "--" + boundary + line_end_ + entity(depth + 1);
        return text + line_end_ + "--" + boundary + "--" + line_end_ + lines(2);
    }

    std::mt19937 random_;
    std::string line_end_;
    int next_boundary_ = 0;
};

} // namespace mailreeve::test
