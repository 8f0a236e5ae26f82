#include "test/unpack/bombs.hh"

#include "test/support/archive_writer.hh"
#include "test/support/ole_writer.hh"
#include "test/support/stored_archives.hh"
#include "test/support/tnef_writer.hh"
#include "test/support/zip_writer.hh"

#include <array>
#include <functional>
#include <utility>

namespace mailreeve::test {

namespace {

constexpr std::size_t mega = std::size_t{1024} * 1024;

struct Filter {
    std::string name;
    int code;
};

const std::vector<Filter>& filters()
{
    static const std::vector<Filter> all{{"gz", ARCHIVE_FILTER_GZIP},
                                         {"bz2", ARCHIVE_FILTER_BZIP2},
                                         {"xz", ARCHIVE_FILTER_XZ},
                                         {"zst", ARCHIVE_FILTER_ZSTD},
                                         {"lz", ARCHIVE_FILTER_LZIP}};
    return all;
}

std::string repeated(const std::string& bytes, std::size_t count)
{
    std::string all;
    all.reserve(bytes.size() * count);
    for (std::size_t i = 0; i < count; ++i)
        all += bytes;
    return all;
}

// Of all these formats, files one behind the other are one file.
std::string gigabyte_of_zeros(int filter)
{
    return repeated(packed(filter, std::string(16 * mega, '\0')), 64);
}

std::string deflated(const std::vector<ArchiveMember>& members)
{
    return archive_of(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, members);
}

std::string tar_of(const std::vector<ArchiveMember>& members)
{
    return archive_of(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, members);
}

// The size of the first file of a tar archive, as it is told.
std::string with_tar_size(std::string tar, const std::string& size)
{
    tar.replace(124, size.size(), size);
    tar.replace(148, 8, 8, ' ');
    unsigned sum = 0;
    for (std::size_t i = 0; i < 512; ++i)
        sum += static_cast<unsigned char>(tar[i]);
    std::string digits;
    for (int i = 0; i < 6; ++i, sum /= 8)
        digits.insert(digits.begin(), static_cast<char>('0' + sum % 8));
    tar.replace(148, 8, digits + '\0' + ' ');
    return tar;
}

std::string tar_head(const std::string& size)
{
    return with_tar_size(tar_of({{"zeros", "x"}}), size).substr(0, 512);
}

// Entries of one directory that all share the same bytes.
std::string overlapping(std::size_t count, std::int64_t step)
{
    ZipFile file;
    ZipMember kernel{"kernel", deflated({{"x", std::string(mega, '\0')}})};
    file.members.push_back(kernel);
    std::string more;
    for (std::size_t i = 1; i < count; ++i)
        more += ZipFile::central_header(kernel.central,
                                        static_cast<std::uint64_t>(step) * i);
    file.after = more;
    file.count_more = static_cast<int>(count) - 1;
    auto bytes = file.bytes();
    // The directory is as long as all of them.
    const auto end = bytes.size() - 22;
    const auto size = ZipFile::central_header(kernel.central, 0).size() * count;
    bytes.replace(end + 12, 4, little(size, 4));
    return bytes;
}

std::string
nested(std::size_t depth, std::size_t width, std::string bytes,
       const std::function<std::string(const std::vector<ArchiveMember>&)>& pack)
{
    for (std::size_t i = 0; i < depth; ++i) {
        std::vector<ArchiveMember> members;
        for (std::size_t n = 0; n < width; ++n)
            members.push_back({std::to_string(n) + ".zip", bytes});
        bytes = pack(members);
    }
    return bytes;
}

std::vector<ArchiveMember> many(std::size_t count)
{
    std::vector<ArchiveMember> members;
    for (std::size_t i = 0; i < count; ++i)
        members.push_back({std::to_string(i), "x"});
    return members;
}

// 0 to 3, a block of one byte 131,072 times (RFC 8878 3.1.1.2).
std::string zstd_frame(unsigned window_exponent, std::size_t blocks)
{
    std::string bytes{"\x28\xb5\x2f\xfd\0", 5};
    bytes += static_cast<char>(window_exponent << 3U);
    for (std::size_t i = 0; i < blocks; ++i)
        bytes += little((131'072U << 3U) | 2U | (i + 1 == blocks ? 1U : 0U), 3) + '\0';
    return bytes;
}

// The dictionary of LZMA2 stands in the block header, under a checksum (.xz 3.1).
std::string xz_with_dictionary(char code)
{
    auto bytes = packed(ARCHIVE_FILTER_XZ, std::string(1'000, 'x'));
    const std::size_t header =
        (std::size_t{static_cast<unsigned char>(bytes[12])} + 1) * 4;
    const auto filter = bytes.find("\x21\x01", 12);
    bytes[filter + 2] = code;
    bytes.replace(12 + header - 4, 4,
                  little(crc32_of(bytes.substr(12, header - 4)), 4));
    return bytes;
}

std::string seven_zip(std::uint64_t offset, std::uint64_t size,
                      const std::string& header)
{
    const auto start =
        little(offset, 8) + little(size, 8) + little(crc32_of(header), 4);
    return std::string{"7z\xbc\xaf\x27\x1c\0\4", 8} + little(crc32_of(start), 4) +
           start + header;
}

std::string letter(const std::string& type, const std::string& body)
{
    return "From: a@example.net\nSubject: x\nMIME-Version: 1.0\nContent-Type: " + type +
           "\n\n" + body;
}

std::string tnef_of_size(std::uint64_t told)
{
    return std::string{"\x78\x9f\x3e\x22\1\0", 6} + '\2' + little(0x0006800f, 4) +
           little(told, 4) + std::string(100, 'x');
}

std::string multipart(const std::string& boundary, const std::string& parts)
{
    return "Content-Type: multipart/mixed; boundary=" + boundary + "\n\n--" + boundary +
           "\n" + parts;
}

} // namespace

std::vector<Bomb> output_bombs()
{
    std::vector<Bomb> bombs;
    for (const auto& filter : filters()) {
        const auto zeros = gigabyte_of_zeros(filter.code);
        bombs.push_back({"a gigabyte in ." + filter.name, zeros});
        // A tar archive of one file of a gigabyte, and of one that says it is empty.
        bombs.push_back({"a gigabyte in .tar." + filter.name,
                         packed(filter.code, tar_head("07777777777")) + zeros});
        bombs.push_back({"a gigabyte in .zip in ." + filter.name,
                         packed(filter.code, "PK\x03\x04") + zeros});
    }
    const auto zeros = std::string(8 * mega, '\0');
    std::vector<ArchiveMember> forty;
    forty.reserve(40);
    for (int i = 0; i < 40; ++i)
        forty.push_back({std::to_string(i), zeros});
    bombs.push_back({"forty large files in .zip", deflated(forty)});
    bombs.push_back({"forty large files in .7z",
                     archive_of(ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE, forty)});
    bombs.push_back({"runs in .zst", zstd_frame(7, 16'000)});
    bombs.push_back({"overlapping entries", overlapping(2'000, 0)});
    bombs.push_back({"quoting entries", overlapping(5'000, 1)});
    return bombs;
}

std::vector<Bomb> depth_bombs()
{
    std::vector<Bomb> bombs;
    for (const auto& filter : filters()) {
        std::string bytes = "x";
        for (int i = 0; i < 30; ++i)
            bytes = packed(filter.code, bytes);
        bombs.push_back({"thirty deep in ." + filter.name, bytes});
    }
    const auto zeros = deflated({{"zeros", std::string(8 * mega, '\0')}});
    bombs.push_back({"sixteen in each, five deep", nested(4, 16, zeros, deflated)});
    bombs.push_back({"ten in each, seven deep", nested(7, 4, zeros, deflated)});
    bombs.push_back(
        {"a thousand deep in .zip", nested(1'000, 1, "x", [](const auto& all) {
             return zip_of({{all[0].name, all[0].content}});
         })});
    bombs.push_back({"fifty deep in .tar", nested(50, 1, "x", tar_of)});
    bombs.push_back({"twenty deep in .7z", nested(20, 1, "x", [](const auto& all) {
                         return archive_of(ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE,
                                           all);
                     })});
    std::string mail = letter("text/plain", "hello");
    for (int i = 0; i < 100; ++i)
        mail = letter("message/rfc822", mail);
    bombs.push_back({"a hundred messages in messages", mail});
    std::string parts = "hello";
    for (int i = 0; i < 100; ++i)
        parts = multipart("b" + std::to_string(i), parts);
    bombs.push_back({"a hundred parts in parts", "From: a@example.net\n" + parts});
    std::string ole = "x";
    for (int i = 0; i < 8; ++i)
        ole = OleWriter{{{"Package", ole}}}.bytes();
    bombs.push_back({"eight deep in compound files", ole});
    return bombs;
}

std::vector<Bomb> count_bombs()
{
    std::vector<Bomb> bombs;
    ZipFile zip;
    std::string mail;
    for (int i = 0; i < 200'000; ++i)
        zip.members.emplace_back(std::to_string(i), "");
    zip.count_more = -200'000 + 200'000 % 65'536;
    bombs.push_back({"200,000 entries in .zip", zip.bytes()});
    const std::pair<const char*, int> formats[] = {
        {"tar", ARCHIVE_FORMAT_TAR_USTAR},
        {"7z", ARCHIVE_FORMAT_7ZIP},
        {"cpio", ARCHIVE_FORMAT_CPIO_SVR4_NOCRC}};
    for (const auto& [name, format] : formats)
        bombs.push_back({std::string{"12,000 entries in ."} + name,
                         archive_of(format, ARCHIVE_FILTER_NONE, many(12'000))});
    bombs.push_back({"12,000 entries in .tar.gz",
                     packed(ARCHIVE_FILTER_GZIP, tar_of(many(12'000)))});
    const auto rar = rar5_of("x", "y");
    const auto file = rar.substr(15, rar.size() - 15 - 8);
    bombs.push_back({"entries in .rar", rar.substr(0, 15) + repeated(file, 12'000)});
    const auto lha = lha_of("x", "y");
    bombs.push_back(
        {"entries in .lha", repeated(lha.substr(0, lha.size() - 1), 12'000)});
    const auto ar = ar_of("x", "yy");
    bombs.push_back(
        {"entries in .ar", ar.substr(0, 8) + repeated(ar.substr(8), 12'000)});
    for (int i = 0; i < 2'000; ++i)
        mail += "--b\n\nx\n";
    bombs.push_back({"2,000 parts", letter("multipart/mixed; boundary=b", mail)});
    bombs.push_back(
        {"200,000 attachments in TNEF",
         tnef_of(
             repeated(tnef_renddata() + tnef_title("a") + tnef_data("x"), 200'000))});
    ZipFile names;
    for (int i = 0; i < 300; ++i)
        names.members.emplace_back(std::string(60'000, 'n') + std::to_string(i), "");
    bombs.push_back({"names of 60,000 bytes", names.bytes() + "more"});
    return bombs;
}

std::vector<Bomb> size_bombs()
{
    std::vector<Bomb> bombs;
    const auto tar = tar_of({{"a", "x"}});
    bombs.push_back({"8 GiB in a tar header", with_tar_size(tar, "77777777777")});
    bombs.push_back({"8 EiB in a tar header",
                     with_tar_size(tar, "\x80" + std::string(3, '\0') + "\x7f" +
                                            std::string(7, '\xff'))});
    ZipMember large{"large", "x"};
    large.local.method = large.central.method = 8;
    large.local.size = large.central.size = 0xfffffffe;
    bombs.push_back({"4 GiB in a zip header", zip_of({large})});
    ZipMember wide{"wide", "x"};
    wide.local.size = wide.central.size = 0xffffffff;
    wide.local.extra = wide.central.extra =
        little(1, 2) + little(8, 2) + little(~0ULL, 8);
    bombs.push_back({"16 EiB in a ZIP64 field", zip_of({wide})});
    bombs.push_back({"a dictionary of 4 GiB in .xz", xz_with_dictionary('\x28')});
    bombs.push_back({"a window of 2 GiB in .zst", zstd_frame(21, 10)});
    bombs.push_back({"a window of 2 TiB in .zst", zstd_frame(31, 10)});
    auto lzip = packed(ARCHIVE_FILTER_LZIP, std::string(1'000, 'x'));
    lzip[5] = '\x1d'; // 512 MiB
    bombs.push_back({"a dictionary of 512 MiB in .lz", lzip});
    bombs.push_back({"a header of 1 TiB in .7z", seven_zip(0, 1ULL << 40U, "x")});
    bombs.push_back({"a header far behind in .7z", seven_zip(1ULL << 60U, 100, "x")});
    const std::string files = "\x01\x05\xf0" + little(0x7fffffff, 4) + '\0';
    bombs.push_back(
        {"two thousand million files in .7z", seven_zip(0, files.size(), files)});
    auto rar = rar4_of("large", "x");
    bombs.push_back({"a cut .rar", rar.substr(0, rar.size() - 8)});
    auto cab = cab_of("x", "y");
    cab.replace(36 + 8, 4, little(0x7fffffff, 4));
    bombs.push_back({"2 GiB in .cab", cab});
    auto ar = ar_of("x", "y");
    ar.replace(8 + 48, 10, "9999999999");
    bombs.push_back({"9 GB in .ar", ar});
    bombs.push_back({"2 GiB in TNEF", tnef_of_size(0x7ffffff0)});
    return bombs;
}

std::vector<Bomb> all_bombs()
{
    std::vector<Bomb> all;
    for (const auto make : {output_bombs, depth_bombs, count_bombs, size_bombs})
        for (auto& bomb : make())
            all.push_back(std::move(bomb));
    return all;
}

} // namespace mailreeve::test
