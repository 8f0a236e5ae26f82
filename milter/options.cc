#include "milter/options.hh"

namespace mailreeve::milter {

namespace {

bool* flag(Options& options, char letter)
{
    switch (letter) {
    case 'f':
        return &options.to_stderr;
    case 'n':
        return &options.check_only;
    case 't':
        return &options.take_over;
    case 'V':
        return &options.version;
    default:
        return nullptr;
    }
}

// Reads one word such as -fn or -cFILE. Whether the file is the next word; nothing:
// wrong.
std::optional<bool> read_word(std::string_view word, Options& options,
                              std::string& problem)
{
    for (std::size_t i = 1; i < word.size(); ++i) {
        if (word[i] == 'c') {
            if (i + 1 == word.size())
                return true;
            options.file = word.substr(i + 1);
            return false;
        }
        auto* set = flag(options, word[i]);
        if (set == nullptr) {
            problem = std::string{"unknown option -"} + word[i];
            return std::nullopt;
        }
        *set = true;
    }
    return false;
}

} // namespace

std::optional<Options> parse_options(std::span<const char* const> arguments,
                                     std::string& problem)
{
    Options options;
    bool expects_file = false;
    for (const std::string_view word : arguments) {
        if (expects_file) {
            options.file = word;
            expects_file = false;
            continue;
        }
        if (word == "--")
            break;
        if (!word.starts_with('-') || word == "-") {
            problem = "unexpected argument " + std::string{word};
            return std::nullopt;
        }
        const auto read = read_word(word, options, problem);
        if (!read)
            return std::nullopt;
        expects_file = *read;
    }
    if (expects_file || options.file.empty()) {
        problem = "-c needs a file";
        return std::nullopt;
    }
    return options;
}

} // namespace mailreeve::milter
