// What is wrong in a configuration file, told so that an administrator can mend it.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/config/node.hh"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mailreeve::config {

enum class Severity { Error, Warning };

struct Diagnostic {
    Severity severity = Severity::Error;
    Place place;
    std::string message; // without a stop at its end
    std::string hint;    // may be empty
};

// Collects while a file is read; knows in which key the reader is. One thread.
class MAILREEVE_API Diagnostics {
public:
    Diagnostics() = default;
    // `file` as errors shall name it, `text` what is in it.
    Diagnostics(std::string file, std::string text);

    void error(const Place& place, std::string message, std::string hint = {});
    void warning(const Place& place, std::string message, std::string hint = {});

    // "budget" must be <kind>, not "5"        (or: not a list, not a map)
    void wrong(const Node& node, std::string_view kind, std::string hint = {});
    // "budget" must be <limit>, not "90s"
    void outside(const Node& node, std::string_view limit);
    // "budget" has no value
    void no_value(const Node& node, std::string_view kind);

    // a key of "codes" must be <kind>, not "5"
    void wrong_key(const Node::Entry& entry, std::string_view kind,
                   std::string hint = {});
    // duplicate key "budget" in section dns
    void duplicate_key(const Node::Entry& entry, const Place& first = {});

    // No more will be kept, so that they need not be worded.
    bool is_full() const;

    bool ok() const { return errors_ == 0; } // warnings may be there
    std::size_t errors() const { return errors_; }
    // As they were found; of a hopeless file, the first 1,000.
    const std::vector<Diagnostic>& all() const { return all_; }

    // In the order of the file, the first 20 of them:
    //   mailreeve.yaml:42:3: error: unknown key "mising" in section reverse_dns
    //      42 |   mising: {action: score}
    //         |   ^^^^^^
    //      hint: did you mean "missing"? (see mailreeve.yaml(5), reverse_dns)
    // What the file has brought cannot steer a terminal. Empty when there is nothing.
    std::string text() const;

    // The key that is being read: "rbl.lists"; empty at the top.
    std::string path() const;
    // " in section rbl.lists"; empty at the top.
    std::string where() const;
    // What is being read, to begin a message: "budget", or: an item of "networks"
    std::string subject() const;
    // " (see mailreeve.yaml(5), rbl.lists)", to end a hint.
    std::string reference() const;

    // The keys of the whole file, to know one that is indented too far.
    void set_top_keys(std::vector<std::string> names) { top_keys_ = std::move(names); }
    const std::vector<std::string>& top_keys() const { return top_keys_; }

    // While it lives, what is read is the value of this key, or an item of the list.
    // Nest them strictly; the diagnostics must outlive it.
    class [[nodiscard]] Within {
    public:
        Within(Diagnostics& diagnostics, std::string_view key);
        explicit Within(Diagnostics& diagnostics); // an item
        ~Within() { diagnostics_.path_.pop_back(); }
        Within(const Within&) = delete;
        Within& operator=(const Within&) = delete;
        Within(Within&&) = delete;
        Within& operator=(Within&&) = delete;

    private:
        Diagnostics& diagnostics_;
    };

private:
    void add(Diagnostic diagnostic);

    std::string file_;
    std::string text_;
    std::vector<Diagnostic> all_;
    std::size_t errors_ = 0;
    std::size_t warnings_ = 0;
    std::vector<std::string> top_keys_;
    std::vector<std::string> path_; // an item is an empty name
};

// "text" between quotes as a message shows it: escaped, and cut when it is long.
MAILREEVE_API std::string quote(std::string_view text);

} // namespace mailreeve::config
