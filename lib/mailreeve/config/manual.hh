// The keys of a settings struct, as a list and as the text of mailreeve.yaml(5).
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/config/field.hh"

#include <span>
#include <string>
#include <vector>

namespace mailreeve::config {

// Every key, a section before its own keys, in the order in which they are told.
// "lists[]" is each item of a list, "codes.*" the value of each key of a map.
template <class S>
std::vector<KeyDoc> keys()
{
    std::vector<KeyDoc> all;
    Reader<S>::describe({}, S{}, all);
    return all;
}

// The list in mdoc: from .Bl to .El, an .It for each key.
MAILREEVE_API std::string mdoc(std::span<const KeyDoc> keys);

template <class S>
std::string manual()
{
    return mdoc(keys<S>());
}

} // namespace mailreeve::config
