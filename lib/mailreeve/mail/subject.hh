// A word in front of a subject, once.
#pragma once

#include "mailreeve/base/api.hh"

#include <optional>
#include <string>
#include <string_view>

namespace mailreeve::mail {

// The raw value of a Subject field with `tag` ("[SPAM] ", printable UTF-8) in front;
// `value` is the raw value as the MTA gave it, or nothing where there is no Subject.
// White space that the value began with stays first. Everything of the old value stays
// as it was, byte for byte; where the first line would pass 78 characters the space of
// the tag becomes a fold. A subject that reads as if it had the tag already (encoded
// or not) is returned unchanged. The tag loses its space when nothing follows it.
MAILREEVE_API std::string tagged_subject(std::optional<std::string_view> value,
                                         std::string_view tag);

} // namespace mailreeve::mail
