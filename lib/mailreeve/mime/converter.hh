// The C library's way from one charset to UTF-8. Inside this room only.
#pragma once

#include <cstddef>
#include <iconv.h>
#include <string>
#include <string_view>

namespace mailreeve::mime {

class Converter {
public:
    explicit Converter(const std::string& charset);
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;
    ~Converter();

    // Not where the C library does not know the charset.
    bool is_open() const;

    // Bytes that are not of the charset become U+FFFD.
    std::string convert(std::string_view bytes);

private:
    int step(char** in, std::size_t* left, std::string& text);

    iconv_t handle_;
};

} // namespace mailreeve::mime
