// Letters with files, made at random: texts in many charsets and encodings, whole and
// broken.
#pragma once

#include "test/support/dice.hh"

#include <array>
#include <string>
#include <string_view>

namespace mailreeve::test {

class LetterMaker {
public:
    explicit LetterMaker(std::uint64_t seed)
        : dice_{seed}, line_end_{dice_.one_in(2) ? "\r\n" : "\n"}
    {
    }

    std::string letter()
    {
        return "From: a@example.org" + line_end_ + "Subject: x" + line_end_ +
               (dice_.one_in(5) ? text() : multipart(0));
    }

private:
    static constexpr std::array<std::string_view, 16> charsets{
        "",          "us-ascii", "utf-8",    "UTF-8",  "iso-8859-1",  "windows-1252",
        "utf-16",    "utf-16le", "utf-16be", "utf-32", "iso-2022-jp", "utf-7",
        "shift_jis", "gb2312",   "ibm037",   "x-odd"};
    static constexpr std::array<std::string_view, 8> encodings{
        "",       "7bit",       "8bit", "binary", "quoted-printable",
        "base64", "x-uuencode", "odd"};
    static constexpr std::size_t usual = 6; // of the encodings
    static constexpr std::array<std::string_view, 5> kinds{
        "mixed", "alternative", "related", "digest", "signed"};
    static constexpr std::array<std::string_view, 18> shreds{"Dear customer",
                                                             "<html>",
                                                             "<body>",
                                                             "<BODY class=x>",
                                                             "=C3=BC",
                                                             "=",
                                                             "--b",
                                                             "--0",
                                                             "AAAA",
                                                             "SsO8",
                                                             "//5B",
                                                             " ",
                                                             "77u/",
                                                             "begin 644 x",
                                                             "From here",
                                                             "\xef\xbb\xbf",
                                                             "==",
                                                             "\xff\xfe"};

    std::string field(std::string_view name, std::string_view value)
    {
        return value.empty()
                   ? ""
                   : std::string{name} + ": " + std::string{value} + line_end_;
    }

    std::string lines()
    {
        std::string content;
        for (auto count = dice_.below(6); count > 0; --count) {
            content += shreds.at(dice_.below(shreds.size()));
            content += dice_.one_in(2) ? line_end_ : "";
        }
        return content;
    }

    std::string text()
    {
        std::string type{dice_.one_in(3) ? "text/html" : "text/plain"};
        const auto charset = charsets.at(dice_.below(charsets.size()));
        if (!charset.empty())
            type += "; charset=" + std::string{charset};
        const bool named = dice_.one_in(8);
        return field("Content-Type", dice_.one_in(8) ? "" : type) +
               field("Content-Transfer-Encoding",
                     encodings.at(
                         dice_.below(dice_.one_in(3) ? encodings.size() : usual))) +
               field("Content-Disposition", named ? "attachment" : "") +
               (dice_.one_in(20) ? "" : line_end_) + lines();
    }

    std::string part(int depth)
    {
        switch (dice_.below(depth < 3 ? 6 : 4)) {
        case 0:
            return field("Content-Type", "application/zip; name=run.zip") +
                   field("Content-Transfer-Encoding", "base64") + line_end_ +
                   "UEsDBA==";
        case 4:
            return multipart(depth);
        case 5:
            return field("Content-Type", "message/rfc822") + line_end_ +
                   (dice_.one_in(3) ? line_end_ : field("Subject", "inside")) +
                   part(depth + 1);
        default:
            return text();
        }
    }

    std::string multipart(int depth)
    {
        const auto boundary = std::to_string(dice_.one_in(4) ? 0 : next_++);
        const auto kind = kinds.at(dice_.one_in(2) ? 0 : dice_.below(kinds.size()));
        const bool letter = depth == 0 && !dice_.one_in(4);
        auto all = field("Content-Type",
                         "multipart/" + std::string{kind} + "; boundary=" + boundary) +
                   line_end_;
        if (letter)
            all += "--" + boundary + line_end_ + text() + line_end_;
        for (auto parts = dice_.below(4); parts > 0; --parts)
            all += "--" + boundary + line_end_ + part(depth + 1) +
                   (dice_.one_in(20) ? "" : line_end_);
        return dice_.one_in(8) ? all : all + "--" + boundary + "--" + line_end_;
    }

    Dice dice_;
    std::string line_end_;
    int next_ = 0;
};

} // namespace mailreeve::test
