// Numbers for things that may be gone by the time their number comes back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace mailreeve::dns {

// A key is a slot and the generation of what lies in it, so that the key of something
// removed finds nothing, even when its slot is taken again.
template <class T>
class SlotTable {
public:
    using Key = std::uint64_t;

    static constexpr Key none = 0; // no key has this value

    Key add(T& thing)
    {
        if (free_.empty()) {
            free_.push_back(static_cast<std::uint32_t>(slots_.size()));
            slots_.emplace_back();
        }
        const auto index = free_.back();
        free_.pop_back();
        auto& slot = slots_[index];
        slot.thing = &thing;
        if (++slot.generation == 0) // after 2^32 uses; 0 would make the key none
            ++slot.generation;
        return Key{slot.generation} << 32U | index;
    }

    T* find(Key key) const
    {
        const auto index = static_cast<std::uint32_t>(key);
        if (index >= slots_.size() || slots_[index].generation != key >> 32U)
            return nullptr;
        return slots_[index].thing;
    }

    void remove(Key key)
    {
        if (find(key) == nullptr)
            return;
        const auto index = static_cast<std::uint32_t>(key);
        slots_[index].thing = nullptr;
        free_.push_back(index);
    }

private:
    struct Slot {
        T* thing = nullptr;
        std::uint32_t generation = 0;
    };

    std::vector<Slot> slots_;
    std::vector<std::uint32_t> free_;
};

} // namespace mailreeve::dns
