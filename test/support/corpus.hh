// Real mail that others wrote, with a manifest.tsv that says of each file what it is.
// It is not part of the sources: it stands beside them (MAIL_CORPUS, which the build
// defines), or where the environment's MAILREEVE_CORPUS says, or nowhere.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::test {

inline std::filesystem::path corpus_root()
{
    const char* told = std::getenv("MAILREEVE_CORPUS"); // NOLINT(concurrency-mt-unsafe)
    return told == nullptr ? MAIL_CORPUS : told;
}

struct CorpusFile {
    std::string path;                           // below corpus_root()
    std::map<std::string, std::string> columns; // as in the manifest

    // Empty when the manifest has no such column.
    std::string column(const std::string& name) const
    {
        const auto found = columns.find(name);
        return found == columns.end() ? std::string{} : found->second;
    }

    std::string bytes() const
    {
        std::ifstream file{corpus_root() / path, std::ios::binary};
        std::ostringstream content;
        content << file.rdbuf();
        return content.str();
    }
};

inline bool has_corpus()
{
    return std::filesystem::is_regular_file(corpus_root() / "manifest.tsv");
}

namespace corpus {

// \t, \n, \r and \\ as the manifest writes them.
inline std::string unescaped(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '\\' && i + 1 < text.size();
        i += escape ? 1 : 0;
        const char c = text[i];
        plain += !escape ? c : c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c;
    }
    return plain;
}

inline std::vector<std::string> columns_of(const std::string& line)
{
    std::vector<std::string> columns;
    for (std::size_t begin = 0; begin <= line.size();) {
        const auto end = std::min(line.find('\t', begin), line.size());
        columns.push_back(unescaped(line.substr(begin, end - begin)));
        begin = end + 1;
    }
    return columns;
}

} // namespace corpus

// Its messages, in the order of the manifest; none where there is no corpus. A test
// that needs them is decorated `* doctest::skip(!test::has_corpus())`, so that it
// counts as skipped. Bare attachments ("raw-part") are left out.
inline std::vector<CorpusFile> corpus_messages()
{
    std::vector<CorpusFile> files;
    std::ifstream manifest{corpus_root() / "manifest.tsv"};
    std::string line;
    std::getline(manifest, line);
    const auto names = corpus::columns_of(line);
    while (std::getline(manifest, line)) {
        const auto values = corpus::columns_of(line);
        CorpusFile file;
        for (std::size_t i = 0; i < names.size() && i < values.size(); ++i)
            file.columns[names[i]] = values[i];
        file.path = file.column("path");
        if (file.column("kind") != "raw-part")
            files.push_back(std::move(file));
    }
    return files;
}

} // namespace mailreeve::test
