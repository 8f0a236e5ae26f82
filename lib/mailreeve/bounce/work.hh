// How much may still be read of one message, over all passes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace mailreeve::bounce {

class Work {
public:
    explicit Work(std::size_t bytes) : left_{bytes} {}

    // As much of the front of `text` as may be read, which then counts as read.
    std::string_view take(std::string_view text)
    {
        const auto size = std::min(text.size(), left_);
        left_ -= size;
        is_over_ = is_over_ || size < text.size();
        return text.substr(0, size);
    }

    // Something was left out.
    void cut() { is_over_ = true; }

    bool is_over() const { return is_over_; }

    std::size_t left() const { return left_; }

private:
    std::size_t left_;
    bool is_over_ = false;
};

} // namespace mailreeve::bounce
