// What an entity says of itself, read from its fields. Inside this room only.
#pragma once

#include "mailreeve/mime/entity.hh"

#include <cstddef>

namespace mailreeve::mime {

// Fills in type, encoding, charset and disposition from `fields`; `in_digest` is
// whether the entity is a part of a multipart/digest. Of repeated fields the first
// counts. False when one of them has more than `max_parameters`.
bool describe(Entity& entity, bool in_digest, std::size_t max_parameters);

// Whether its content is a message that can be read where it stands.
bool holds_message(const Entity& entity);

} // namespace mailreeve::mime
