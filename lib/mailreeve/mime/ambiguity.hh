// Where two readers of a message would see two different things (RELIABILITY F7;
// draft-chen-email-mime-ambiguity-defense): facts with names, no opinion on what
// follows.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/mime/entity.hh"
#include "mailreeve/mime/span.hh"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::mime {

enum class Oddity {
    DuplicateContentType,
    DuplicateEncoding,
    DuplicateDisposition,
    FieldSyntax, // a content field whose name or value readers take apart differently
    MissingBoundary,  // a multipart without one
    BoundaryReadings, // two parameters, sections or quotings give two boundaries
    BoundarySyntax,   // one that RFC 2046 does not allow: empty, too long, with a space
                      // at its end, with an encoded word, with characters beyond ASCII
    NestedBoundary,   // the same as, or the start of, that of an entity around it
    ParameterReadings, // charset or type differ between readings
    MultipartEncoding, // a multipart or message in base64 or quoted-printable
    EncodingUnknown,   // a word that some readers take for base64
    EncodingReadings,  // strict and tolerant decoders give different bytes
    Preamble,          // more than a word to old readers in front of the first part
    Epilogue,          // something behind the last part
    MissingEnd,        // no end boundary
    HiddenFields,      // lines that are a header to some readers, in what is text to us
    NulByte,
    BareCr,
    HeaderBreak, // a header that some readers end elsewhere
};

// "duplicate-content-type", …: the word that findings and logs use.
MAILREEVE_API std::string_view name(Oddity oddity);

struct Ambiguity {
    Oddity what = Oddity::FieldSyntax;
    Span where;         // in the message
    std::string detail; // what differs, cut short; as it came: escape it
    // Grave: readers may see different parts. Others are told and count nothing: a
    // stray epilogue, a missing end, a bare CR alone.
    bool grave = false;

    bool operator==(const Ambiguity&) const = default;
};

// All of a message, in its order, at most `max` (the grave ones first to be kept).
// Whether a Preamble, an Epilogue, a MissingEnd or HiddenFields is grave depends on
// what stands there: a part or an encoded file makes it so (mime/hidden.hh). Time in
// proportion to the size: of lines of dashes half a million are looked at, of content
// fields of one kind in a header sixteen, and more of them are grave. Thread-safe.
MAILREEVE_API std::vector<Ambiguity>
ambiguities(const Entity& message, std::string_view raw, std::size_t max = 50);

} // namespace mailreeve::mime
