// While it lives, names in this thread are UTF-8: libarchive asks the C library for the
// charset of the names that it gives.
#pragma once

#include <clocale>
#include <locale.h> // NOLINT(modernize-deprecated-headers): locale_t

namespace mailreeve::unpack {

class NameLocale {
public:
    NameLocale();
    ~NameLocale();
    NameLocale(const NameLocale&) = delete;
    NameLocale& operator=(const NameLocale&) = delete;

private:
    locale_t before_;
};

} // namespace mailreeve::unpack
