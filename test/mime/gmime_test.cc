// Another reading of MIME beside ours: trees and spans must be the same wherever the
// message leaves no choice.
#include "mailreeve/base/ascii.hh"
#include "mailreeve/base/c_ptr.hh"
#include "test/mime/made_message.hh"
#include "test/mime/tree.hh"
#include "test/support/corpus.hh"

#include <cstdint>
#include <gmime/gmime.h>
#include <vector>

namespace mailreeve::mime {

namespace {

template <class T>
using GObjectPtr = CPtr<T, g_object_unref>;

struct Node {
    std::string type;
    std::int64_t begin = -1; // of the content; -1 where others are inside
    std::int64_t end = -1;

    bool operator==(const Node&) const = default;
};

using Nodes = std::vector<Node>;

void add(const Entity& entity, Nodes& nodes)
{
    const bool holds = entity.is_multipart() || !entity.parts.empty();
    nodes.push_back(holds ? Node{entity.type}
                          : Node{entity.type,
                                 static_cast<std::int64_t>(entity.content.begin),
                                 static_cast<std::int64_t>(entity.content.end)});
    for (const auto& part : entity.parts)
        add(part, nodes);
}

Node gmime_node(GMimeObject* object)
{
    const CPtr<char, g_free> type{
        g_mime_content_type_get_mime_type(g_mime_object_get_content_type(object))};
    Node node{ascii::lower(type.get())};
    if (!GMIME_IS_PART(object))
        return node;
    if (auto* const content = g_mime_part_get_content(GMIME_PART(object))) {
        const auto* const stream = g_mime_data_wrapper_get_stream(content);
        node.begin = stream->bound_start;
        node.end = stream->bound_end;
    }
    return node;
}

void add(GMimeObject* object, Nodes& nodes)
{
    if (object == nullptr)
        return;
    nodes.push_back(gmime_node(object));
    if (GMIME_IS_MULTIPART(object)) {
        auto* const multipart = GMIME_MULTIPART(object);
        for (int i = 0; i < g_mime_multipart_get_count(multipart); ++i)
            add(g_mime_multipart_get_part(multipart, i), nodes);
    } else if (GMIME_IS_MESSAGE_PART(object)) {
        auto* const inside =
            g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
        if (inside != nullptr)
            add(g_mime_message_get_mime_part(inside), nodes);
    }
}

Nodes gmime_nodes(const std::string& message)
{
    const GObjectPtr<GMimeStream> stream{
        g_mime_stream_mem_new_with_buffer(message.data(), message.size())};
    const GObjectPtr<GMimeParser> parser{g_mime_parser_new_with_stream(stream.get())};
    g_mime_parser_set_persist_stream(parser.get(), TRUE);
    const GObjectPtr<GMimeMessage> parsed{
        g_mime_parser_construct_message(parser.get(), nullptr)};
    Nodes nodes;
    if (parsed)
        add(g_mime_message_get_mime_part(parsed.get()), nodes);
    return nodes;
}

// Whether both read it alike; a message that passes a bound of ours is no matter here.
bool is_agreed(const std::string& message)
{
    const auto parsed = parse(message);
    if (std::holds_alternative<Excess>(parsed))
        return true;
    Nodes nodes;
    add(std::get<Entity>(parsed), nodes);
    return nodes == gmime_nodes(message);
}

} // namespace

TEST_SUITE("mime")
{
    TEST_CASE("GMime reads well-formed messages as we do")
    {
        g_mime_init();
        for (unsigned seed = 0; seed < 2'000; ++seed) {
            const auto message = test::MessageMaker{seed}.message();
            CAPTURE(message);
            REQUIRE(is_agreed(message));
        }
    }

    TEST_CASE("GMime reads ordinary mail of the corpus as we do" *
              doctest::skip(!test::has_corpus()))
    {
        g_mime_init();
        std::size_t all = 0;
        std::size_t others = 0;
        for (const auto& file : test::corpus_messages()) {
            const bool agreed = is_agreed(file.bytes());
            CAPTURE(file.path);
            CHECK((agreed || file.column("category") != "hamspam"));
            others += agreed ? 0 : 1;
            ++all;
        }
        MESSAGE(others << " of " << all << " messages are read otherwise");
        CHECK(others * 100 <= all * 3);
    }
}

} // namespace mailreeve::mime
