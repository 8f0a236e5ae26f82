// Owning pointers for handles that come from C libraries.
#pragma once

#include <memory>

namespace mailreeve {

template <auto Free>
struct CFree {
    template <class T>
    void operator()(T* handle) const noexcept
    {
        Free(handle);
    }
};

// CPtr<ldns_pkt, ldns_pkt_free> frees its packet on every way out of a scope.
template <class T, auto Free>
using CPtr = std::unique_ptr<T, CFree<Free>>;

} // namespace mailreeve
