// The names that a settings.hh needs of the configuration, without its templates.
#pragma once

#include <span>

namespace mailreeve::config {

class Diagnostics;
class Node;
template <class S>
struct Field; // section.hh, made by field.hh

template <class T>
struct Value; // value.hh
template <class E>
struct EnumNames; // value.hh
template <class T>
struct Reader; // reader.hh

template <class S>
using Fields = std::span<const Field<S>>;

// The keys of the struct S. S says them itself, by a static member fields(); a struct
// that cannot have one (it lives in a lower room) has this template specialised.
template <class S>
struct Schema {
    static Fields<S> fields() requires requires { S::fields(); }
    {
        return S::fields();
    }
};

} // namespace mailreeve::config
