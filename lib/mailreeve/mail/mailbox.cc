#include "mailreeve/mail/mailbox.hh"

#include "mailreeve/base/ascii.hh"
#include "mailreeve/mail/encoded_word.hh"
#include "mailreeve/mail/header_field.hh"
#include "mailreeve/mail/structured.hh"

#include <algorithm>
#include <optional>

namespace mailreeve::mail {

namespace {

constexpr std::string_view delimiters = ",;:<>\"( \t\r\n";

class Reader {
public:
    Reader(std::string_view text, std::size_t limit) : rest_{text}, limit_{limit} {}

    MailboxList read()
    {
        while (!rest_.empty() && !list_.truncated)
            step();
        flush();
        return std::move(list_);
    }

private:
    void step()
    {
        if (skip_space_and_comments(rest_)) {
            spaced_ = true;
            return;
        }
        switch (rest_.front()) {
        case ',':
        case ';':
            flush();
            rest_.remove_prefix(1);
            break;
        case ':': // all before it was the name of a group
            reset();
            rest_.remove_prefix(1);
            break;
        case '<':
            take_angle();
            break;
        case '>':
            list_.malformed = true;
            rest_.remove_prefix(1);
            break;
        case '"': {
            const auto before = rest_;
            const auto content = take_quoted(rest_);
            add_word(content, before.substr(0, before.size() - rest_.size()));
            break;
        }
        default: {
            const auto end = std::min(rest_.find_first_of(delimiters), rest_.size());
            add_word(rest_.substr(0, end), rest_.substr(0, end));
            rest_.remove_prefix(end);
        }
        }
    }

    // White space may stand around @ and dots of a bare address (RFC 5322 4.4).
    void add_word(std::string_view shown, std::string_view written)
    {
        const bool joined = written.starts_with('@') || written.starts_with('.') ||
                            bare_.ends_with('@') || bare_.ends_with('.');
        if (spaced_ && !phrase_.empty())
            phrase_ += ' ';
        if (spaced_ && !bare_.empty() && !joined)
            bare_ += ' ';
        phrase_ += shown;
        bare_ += written;
        spaced_ = false;
    }

    void take_angle()
    {
        if (angle_) { // two addresses where one is allowed: both are told of
            flush();
            list_.malformed = true;
        }
        auto inside = rest_.substr(1);
        std::string address;
        while (!inside.empty() && inside.front() != '>') {
            if (skip_space_and_comments(inside))
                continue;
            const auto before = inside;
            if (inside.front() == '"')
                take_quoted(inside);
            else
                inside.remove_prefix(1);
            address += before.substr(0, before.size() - inside.size());
        }
        angle_ = std::move(address);
        rest_ = inside.substr(inside.empty() ? 0 : 1);
    }

    void flush()
    {
        if (!angle_ && bare_.empty())
            return reset();
        const auto address = Address::parse(angle_.value_or(bare_));
        if (list_.mailboxes.size() == limit_)
            list_.truncated = true;
        else if (address && (address->domain() || !address->literal().empty()))
            list_.mailboxes.push_back(
                {angle_ ? decode_words(phrase_) : std::string{}, *address});
        else
            list_.malformed = true;
        reset();
    }

    void reset()
    {
        phrase_.clear();
        bare_.clear();
        angle_.reset();
        spaced_ = false;
    }

    std::string_view rest_;
    std::size_t limit_;
    MailboxList list_;
    std::string phrase_;               // as a reader shows it
    std::string bare_;                 // as an address without brackets
    std::optional<std::string> angle_; // what stood between brackets
    bool spaced_ = false;
};

} // namespace

MailboxList mailboxes(std::string_view value, std::size_t limit)
{
    const auto line = unfold(value);
    return Reader{line, limit}.read();
}

} // namespace mailreeve::mail
