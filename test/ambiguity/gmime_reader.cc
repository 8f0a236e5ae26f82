// Takes every part out of messages as GMime does, and tells the files in which one of
// them is a program: gmime_reader MARK FILE...
//
// MARK is what such a part holds. One line for each file: "leak FILE" or "clean FILE".
#include "mailreeve/base/c_ptr.hh"

#include <fstream>
#include <gmime/gmime.h>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>

namespace mailreeve::mime {

namespace {

template <class T>
using GObjectPtr = CPtr<T, g_object_unref>;

std::string content(GMimePart* part)
{
    auto* const wrapped = g_mime_part_get_content(part);
    if (wrapped == nullptr)
        return {};
    const GObjectPtr<GMimeStream> memory{g_mime_stream_mem_new()};
    g_mime_data_wrapper_write_to_stream(wrapped, memory.get());
    const auto* const bytes =
        g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
    return {reinterpret_cast<const char*>(bytes->data), bytes->len};
}

bool holds(GMimeObject* object, std::string_view mark)
{
    if (GMIME_IS_MULTIPART(object)) {
        auto* const multipart = GMIME_MULTIPART(object);
        for (int i = 0; i < g_mime_multipart_get_count(multipart); ++i)
            if (holds(g_mime_multipart_get_part(multipart, i), mark))
                return true;
        return false;
    }
    if (GMIME_IS_MESSAGE_PART(object)) {
        auto* const inside =
            g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
        return inside != nullptr && holds(g_mime_message_get_mime_part(inside), mark);
    }
    return GMIME_IS_PART(object) &&
           content(GMIME_PART(object)).find(mark) != std::string::npos;
}

bool leaks(const std::string& message, std::string_view mark)
{
    const GObjectPtr<GMimeStream> stream{
        g_mime_stream_mem_new_with_buffer(message.data(), message.size())};
    const GObjectPtr<GMimeParser> parser{g_mime_parser_new_with_stream(stream.get())};
    const GObjectPtr<GMimeMessage> parsed{
        g_mime_parser_construct_message(parser.get(), nullptr)};
    auto* const root = parsed ? g_mime_message_get_mime_part(parsed.get()) : nullptr;
    return root != nullptr && holds(root, mark);
}

std::string bytes_of(const char* path)
{
    std::ostringstream text;
    text << std::ifstream{path, std::ios::binary}.rdbuf();
    return text.str();
}

} // namespace

} // namespace mailreeve::mime

int main(int count, char** words)
{
    g_mime_init();
    for (int i = 2; i < count; ++i)
        std::cout << (mailreeve::mime::leaks(mailreeve::mime::bytes_of(words[i]),
                                             words[1])
                          ? "leak "
                          : "clean ")
                  << words[i] << '\n';
    return 0;
}
