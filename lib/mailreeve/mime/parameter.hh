// "value; name=value; …" as Content-Type and Content-Disposition have it (RFC 2045 5.1,
// RFC 2183), and every way to read a parameter.
#pragma once

#include "mailreeve/base/api.hh"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::mime {

struct Parameter {
    std::string name;  // lower case, as it stands: "filename*0*"
    std::string value; // quotes and backslashes read, comments left out
    std::string loose; // all up to the next semicolon, where that is not the value
                       // alone: some clients show it ("ev il.exe" without quotes)

    bool operator==(const Parameter&) const = default;
};

using ParameterList = std::vector<Parameter>;

struct FieldValue {
    std::string value; // in front of the first semicolon, lower case, without comments
    ParameterList parameters;
    bool cut = false; // there were more than the bound

    bool operator==(const FieldValue&) const = default;
};

// Reads a raw value, folded or not. Never fails: what is no parameter is left out.
MAILREEVE_API FieldValue read_value(std::string_view raw,
                                    std::size_t max_parameters = 200);

// Every text that some client takes for the parameter `name` (lower case), each once,
// in UTF-8 as far as charsets are told. First what RFC 2045 reads (the first
// name=value), then the extended forms of RFC 2231 (name*, name*0, name*1*; repeated
// and missing sections both ways), then repetitions, RFC 2047 words inside, and loose
// texts.
MAILREEVE_API std::vector<std::string> readings(const ParameterList& parameters,
                                                std::string_view name);

// The first of the readings; empty when there is none.
MAILREEVE_API std::string reading(const ParameterList& parameters,
                                  std::string_view name);

// The value of the first plain name=value as it stands, nullptr when there is none.
MAILREEVE_API const std::string* plain(const ParameterList& parameters,
                                       std::string_view name);

} // namespace mailreeve::mime
