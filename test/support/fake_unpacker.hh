// An unpacker that finds in every container what a test wants to be found.
#pragma once

#include "mailreeve/attachment/unpacker.hh"

#include <atomic>
#include <cerrno>
#include <functional>
#include <system_error>
#include <utility>

namespace mailreeve::test {

class FakeUnpacker final : public attachment::Unpacker {
public:
    using Finds = std::function<void(attachment::Item&)>;

    explicit FakeUnpacker(Finds finds = [](attachment::Item&) {})
        : finds_{std::move(finds)}
    {
    }

    // From now on.
    void finds(Finds finds) { finds_ = std::move(finds); }

    // From now on there is no worker to be had.
    void fail() { fails_ = true; }

    attachment::Item look_into(attachment::Enclosed file) override
    {
        ++asked;
        if (fails_)
            throw std::system_error{EAGAIN, std::generic_category(), "no worker"};
        finds_(file.item);
        return std::move(file.item);
    }

    std::atomic<int> asked = 0;

private:
    Finds finds_;
    std::atomic<bool> fails_ = false;
};

// A program in the file, under this name.
inline FakeUnpacker::Finds program(const std::string& name)
{
    return [name](attachment::Item& item) {
        attachment::Item inside;
        inside.names = {name};
        inside.type = attachment::FileType::Pe;
        inside.size = 1'000;
        item.inside = {std::move(inside)};
    };
}

} // namespace mailreeve::test
