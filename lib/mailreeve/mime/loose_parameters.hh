// What readers take for a parameter that do not read a field to its end first: the
// word, an equals sign, and what follows. Inside this room only.
#pragma once

#include "mailreeve/mime/parameter.hh"

#include <cstddef>
#include <string_view>

namespace mailreeve::mime {

// Every place in `raw` where `name`, name*, name*0 and their like stand before "=":
// inside of quotes and comments, behind commas, colons, NUL and characters beyond
// ASCII. Each gives several values: up to the quote that ends it with and without its
// backslashes, up to white space, up to the semicolon with and without comments, and
// each of these up to a line end that folds nothing, or a NUL. Only the first KiB
// behind each place is looked at, and only `places` of them, which are counted down.
ParameterList loose_parameters(std::string_view raw, std::string_view name,
                               std::size_t& places);

} // namespace mailreeve::mime
