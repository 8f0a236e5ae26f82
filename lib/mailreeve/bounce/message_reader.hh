// Reads one message into a Reading: all passes over it, within its bounds.
#pragma once

#include "mailreeve/bounce/classify.hh"
#include "mailreeve/bounce/delivery_status.hh"
#include "mailreeve/bounce/pieces.hh"
#include "mailreeve/bounce/reading.hh"
#include "mailreeve/bounce/returned_headers.hh"
#include "mailreeve/bounce/salvage.hh"
#include "mailreeve/bounce/work.hh"
#include "mailreeve/mime/entity.hh"

#include <cstddef>
#include <string>
#include <string_view>

namespace mailreeve::bounce {

// For one message, once.
class MessageReader {
public:
    // Both must outlive it. Lines of `raw` end by LF or CRLF.
    MessageReader(std::string_view raw, const ReadingLimits& limits);
    MessageReader(const MessageReader&) = delete;
    MessageReader& operator=(const MessageReader&) = delete;
    ~MessageReader() = default;

    // `sender`: the envelope's; nullptr where it is not known.
    Reading read(const mail::Address* sender);

private:
    void parse(mime::Entity& root);
    Reading read_enclosed(const mail::Address* sender, std::string_view content) const;
    void read_body(const mime::Entity& root);
    void read_pieces(const mime::Entity& root, std::string_view raw, std::size_t level);
    void read_piece(const Piece& piece, std::string_view raw);
    void read_status(const Piece& piece, std::string_view raw);
    void read_message(const Piece& piece, std::string_view raw);
    void read_encoded(std::string_view message, std::size_t level);
    void read_text(const Piece& piece, std::string_view raw);
    void read_blocks(std::string_view text, std::size_t level);
    bool read_loose_parts(std::string_view text);
    void read_salvaged(const Salvaged& part);
    void read_part(const Salvaged& part);
    std::string decoded(const Piece& piece, std::string_view raw);
    void add_words(std::string_view text);
    void finish(const mime::Entity& root);
    void read_own_id(const mime::Entity& root);
    void read_answered(const mail::HeaderField& field);

    std::string_view raw_;
    const ReadingLimits& limits_;
    Work work_;
    Reading reading_;
    DeliveryStatus status_;
    ReturnedHeaders returned_;
    BodySigns body_;
    HeaderSigns header_;
    std::size_t readable_ = 0; // the level down to which a message is a bounce itself
    bool is_salvaging_ = false;
    bool is_enclosed_ = false; // in a message/partial
    bool has_tree_ = true;     // the message is not too large to be taken apart
};

} // namespace mailreeve::bounce
