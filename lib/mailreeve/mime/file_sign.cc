#include "mailreeve/mime/file_sign.hh"

#include <array>

namespace mailreeve::mime {

namespace {

using namespace std::string_view_literals;

struct Sign {
    std::string_view bytes;
    std::string_view what;
    std::size_t place = 0;
};

constexpr std::string_view program = "a program";
constexpr std::string_view archive = "an archive";
constexpr std::string_view document = "a document";

constexpr std::array signs{
    Sign{"MZ"sv, program},
    Sign{"\x7f"
         "ELF"sv,
         program},
    Sign{"\xce\xfa\xed\xfe"sv, program}, // Mach-O
    Sign{"\xcf\xfa\xed\xfe"sv, program},
    Sign{"\xfe\xed\xfa\xce"sv, program},
    Sign{"\xfe\xed\xfa\xcf"sv, program},
    Sign{"\xca\xfe\xba\xbe"sv, program}, // the same for several machines; Java
    Sign{"\x4c\0\0\0\x01\x14\x02\0"sv, "a shortcut"},
    Sign{"ITSF"sv, program}, // CHM
    Sign{"PK\x03\x04"sv, archive},
    Sign{"PK\x05\x06"sv, archive},
    Sign{"Rar!\x1a\x07"sv, archive},
    Sign{"7z\xbc\xaf\x27\x1c"sv, archive},
    Sign{"MSCF"sv, archive},
    Sign{"\x1f\x8b\x08"sv, archive},
    Sign{"\xfd"
         "7zXZ\0"sv,
         archive},
    Sign{"BZh"sv, archive},
    Sign{"\x28\xb5\x2f\xfd"sv, archive},
    Sign{"\x60\xea"sv, archive}, // ARJ
    Sign{"**ACE"sv, archive, 7},
    Sign{"-lh"sv, archive, 2},
    Sign{"xar!"sv, archive},
    Sign{"\x78\x9f\x3e\x22"sv, archive},                  // TNEF
    Sign{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv, document}, // OLE, MSI too
    Sign{R"({\rtf)"sv, document},
    Sign{"%PDF-"sv, document},
    Sign{"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d"sv, document}, // OneNote
};

} // namespace

std::string_view file_sign(std::string_view bytes)
{
    for (const auto& sign : signs)
        if (bytes.size() >= sign.place &&
            bytes.substr(sign.place).starts_with(sign.bytes))
            return sign.what;
    return {};
}

} // namespace mailreeve::mime
