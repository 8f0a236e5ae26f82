#include "unpack/openers.hh"

namespace mailreeve::unpack {

using attachment::FileType;

Opener opener(FileType type)
{
    switch (type) {
    case FileType::Zip:
    case FileType::Jar:
    case FileType::OfficeXml:
    case FileType::OpenDocument:
        return open_zip;
    case FileType::SevenZip:
    case FileType::Rar:
    case FileType::Tar:
    case FileType::Iso:
    case FileType::Cab:
    case FileType::Lha:
    case FileType::Xar:
    case FileType::Cpio:
    case FileType::Ar:
        return open_archive;
    case FileType::Gzip:
    case FileType::Bzip2:
    case FileType::Xz:
    case FileType::Zstd:
    case FileType::Lzip:
    case FileType::Compress:
        return open_compressed;
    case FileType::Ole:
    case FileType::Msi:
        return open_ole;
    case FileType::Tnef:
        return open_tnef;
    case FileType::Mail:
        return open_mail;
    case FileType::Smime:
        return open_smime;
    default:
        return nullptr;
    }
}

} // namespace mailreeve::unpack
