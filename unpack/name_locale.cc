#include "unpack/name_locale.hh"

#include "mailreeve/base/c_ptr.hh"

#include <memory>
#include <type_traits>

namespace mailreeve::unpack {

namespace {

// None where the C library has no such locale: then names are ASCII.
locale_t utf8_locale()
{
    static const CPtr<std::remove_pointer_t<locale_t>, freelocale> locale{
        ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)};
    return locale.get();
}

} // namespace

NameLocale::NameLocale() : before_{::uselocale(utf8_locale())} {}

NameLocale::~NameLocale()
{
    ::uselocale(before_);
}

} // namespace mailreeve::unpack
