// The codes of a list, from its settings and its preset.
#pragma once

#include "mailreeve/rbl/catalogue.hh"
#include "mailreeve/rbl/code.hh"
#include "mailreeve/rbl/settings.hh"

#include <functional>
#include <string>
#include <vector>

namespace mailreeve::rbl {

struct CodeSources {
    const ListSettings& settings;
    const Preset* preset = nullptr; // nullptr: there is none
    std::string symbol;             // of codes that have none
};

struct CodeProblem {
    std::string code; // as written; empty when it is about none in particular
    std::string message;
    std::string hint;
};

// What the administrator wrote stands before the preset's, or in the place of a code
// that is written the same. Empty when neither says anything.
std::vector<CodeRule> code_rules(const CodeSources& from,
                                 const std::function<void(const CodeProblem&)>& tell);

} // namespace mailreeve::rbl
