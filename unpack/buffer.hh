// Bytes that grow without being copied each time: large blocks are moved by remapping.
#pragma once

#include "mailreeve/base/c_ptr.hh"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <string_view>

namespace mailreeve::unpack {

class Buffer {
public:
    // Room for `count` more bytes behind the last; throws std::bad_alloc.
    char* room_for(std::size_t count)
    {
        if (capacity_ - size_ < count)
            grow(std::max(size_ + count, capacity_ * 2));
        return bytes_.get() + size_;
    }

    // `count` of the bytes in that room have been written.
    void add(std::size_t count) { size_ += count; }

    std::string_view view() const { return {bytes_.get(), size_}; }
    std::size_t size() const { return size_; }

private:
    void grow(std::size_t capacity)
    {
        // NOLINTNEXTLINE(cppcoreguidelines-no-malloc): realloc is what remaps
        void* const moved = std::realloc(bytes_.get(), capacity);
        if (moved == nullptr)
            throw std::bad_alloc{};
        static_cast<void>(bytes_.release());
        bytes_.reset(static_cast<char*>(moved));
        capacity_ = capacity;
    }

    CPtr<char, std::free> bytes_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

} // namespace mailreeve::unpack
