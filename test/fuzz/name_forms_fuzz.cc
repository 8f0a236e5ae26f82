// Every form of any name is valid, bounded and told once; a ban on its end holds for
// the file and for the archive that it is in.
#include "mailreeve/attachment/judge.hh"
#include "mailreeve/attachment/name_forms.hh"
#include "mailreeve/base/utf8.hh"
#include "test/fuzz/hold.hh"

#include <set>

namespace {

using namespace mailreeve;
using namespace mailreeve::attachment;
using test::hold;

const RuleSet& rules()
{
    static const RuleSet set{[] {
        Settings settings;
        settings.mode = Mode::Strip;
        return settings;
    }()};
    return set;
}

Item file(std::string_view name)
{
    Item item;
    item.names = {std::string{name}};
    item.type = FileType::Text;
    return item;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const auto told = test::input(bytes, size);
    const auto forms = name_forms(told);
    hold(forms.all.size() <= most_name_forms);
    hold(std::set<std::string>(forms.all.begin(), forms.all.end()).size() ==
         forms.all.size());
    bool program = false;
    for (const auto& form : forms.all) {
        hold(!form.empty() && utf8::is_valid(form));
        program = program || extension_of(form) == "exe";
    }
    const mail::Address nobody;
    const auto alone = judge(file(told), rules(), Direction::Inbound, nobody);
    hold(!program || alone.result >= Action::Strip);
    Item archive;
    archive.type = FileType::Zip;
    archive.names = {"a.zip"};
    archive.inside = {file(told)};
    const auto inside = judge(archive, rules(), Direction::Inbound, nobody);
    hold(inside.result == alone.result && inside.rule == alone.rule);
    hold(inside.path.size() <= longest_item_path);
    return 0;
}
