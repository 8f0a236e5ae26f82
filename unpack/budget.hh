// What is left of what one request may cost.
#pragma once

#include "mailreeve/attachment/item.hh"
#include "mailreeve/attachment/unpack_settings.hh"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mailreeve::unpack {

// Says why, unless something has been said of the item before: the first reason stays.
void hinder(attachment::Item& item, attachment::Obstacle obstacle,
            std::string_view detail);

class Budget {
public:
    explicit Budget(const attachment::UnpackLimits& limits);

    // For a file more, whose names are so long together.
    bool take_entry(std::size_t name_bytes);

    // So many bytes that come out, or would.
    bool take_output(std::uint64_t bytes);
    std::uint64_t output_left() const { return output_; }

    // Whether the processor time is up. Asks the clock: once a block or a file.
    bool is_late();

    std::uint32_t depth() const { return depth_; }

    std::uint32_t entries_left() const { return entries_; }

    // Why nothing more is looked into; None while there is some left of everything.
    attachment::Obstacle spent() const { return spent_; }

    // Says so of an item that could not be looked through.
    void explain(attachment::Item& item) const;

private:
    std::uint32_t depth_;
    std::uint32_t entries_;
    std::size_t told_ = 0; // bytes of the answer so far
    std::uint64_t output_;
    std::chrono::nanoseconds end_; // on the clock of this process
    attachment::Obstacle spent_ = attachment::Obstacle::None;
};

// The processor time that this process has used.
std::chrono::nanoseconds processor_time();

} // namespace mailreeve::unpack
