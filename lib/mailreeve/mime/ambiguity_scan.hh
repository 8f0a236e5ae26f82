// The looks at an entity that ambiguities() is made of. Inside this room only.
#pragma once

#include "mailreeve/mime/ambiguity.hh"
#include "mailreeve/mime/entity.hh"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::mime {

// What was found, in any order.
class Ambiguities {
public:
    void add(Oddity what, const Span& where, std::string_view detail, bool grave);

    // In the order of the message, the grave ones first to be kept.
    std::vector<Ambiguity> take(std::size_t max);

private:
    std::vector<Ambiguity> all_;
};

struct Message {
    std::string_view raw;
    bool has_nul = false;     // somewhere
    bool has_bare_cr = false; // likewise
    // Lines of dashes that may still be held against boundaries, all entities taken
    // together: a message must not choose what each of its levels costs.
    std::size_t lines = 500'000;
};

// Names and values of content fields, and where the header ends.
void look_at_fields(const Entity& entity, const Message& message, Ambiguities& found);
void look_at_header(const Entity& entity, const Message& message, Ambiguities& found);

// What divides its content; `around` are the boundaries of the entities around it.
void look_at_boundaries(const Entity& entity, const std::vector<std::string>& around,
                        Message& message, Ambiguities& found);

// Its transfer encoding.
void look_at_encoding(const Entity& entity, const Message& message, Ambiguities& found);

// What stands where nobody looks: preamble, epilogue, texts.
void look_at_gaps(const Entity& entity, const Message& message, Ambiguities& found);

// "Content-Type" and its like as a reader may see them that is not exact about the name
// of a field: lower case without what is no letter ("contenttype"); empty for others.
std::string loose_content_name(std::string_view field_name);

// A leaf that clients show as a text where it stands.
bool is_text(const Entity& entity);

// Whether something that could be taken for a file is in `where`.
bool hides_file(std::string_view raw, const Span& where);

} // namespace mailreeve::mime
