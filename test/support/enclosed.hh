// Bytes as a file that a worker can be given.
#pragma once

#include "mailreeve/attachment/unpacker.hh"
#include "mailreeve/base/scratch_file.hh"

#include <string>
#include <string_view>
#include <utility>

namespace mailreeve::test {

class EnclosedBytes {
public:
    explicit EnclosedBytes(std::string_view bytes, std::string name = {})
        : file_{"/nonexistent", bytes.size() + 1}
    {
        file_.append(bytes);
        if (!name.empty())
            item_.names.push_back(std::move(name));
        item_.size = bytes.size();
        item_.type = attachment::file_type(bytes.substr(0, attachment::type_head),
                                           bytes.size() <= attachment::type_head);
    }

    // For as long as this lives.
    attachment::Enclosed enclosed()
    {
        return {file_.descriptor(), file_.size(), item_};
    }
    const attachment::Item& item() const { return item_; }

private:
    ScratchFile file_;
    attachment::Item item_;
};

} // namespace mailreeve::test
