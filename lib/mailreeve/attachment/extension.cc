#include "mailreeve/attachment/extension.hh"

#include <array>
#include <unordered_map>

namespace mailreeve::attachment {

namespace {

struct Words {
    ExtensionKind kind;
    std::string_view words; // a blank between them
};

// What runs: after the lists of extensions that Outlook ("Blocked attachments in
// Outlook", support.microsoft.com) and Gmail ("File types blocked in Gmail",
// support.google.com/mail/answer/6590) do not let pass, and the same of macOS and of
// Linux desktops. Of Outlook's we leave out what people do send: certificates (cer crt
// der), pages (asp mht), playlists (asx), sources (bas prg), mailboxes (pst), databases
// (mdb), data of MATLAB (mat), pictures (pcd), scripts of a Unix shell (csh ksh), and
// tmp. Of Gmail's cab and lib: the one is an archive, which is looked into.
constexpr auto all = std::to_array<Words>({
    {ExtensionKind::Program,
     "exe ex ex_ scr pif cpl dll ocx sys drv vxd efi mui xll wll app gadget xbap fxp "
     "jar class dex appimage elf run bgi plg vsmacros vsw hpj"},
    {ExtensionKind::Script,
     "bat cmd btm vb vbs vbe vbp js jse mjs ws wsf wsh wsc sct hta htc ps1 ps1xml ps2 "
     "ps2xml psc1 psc2 psd1 psdm1 psm1 cdxml msh msh1 msh2 mshxml msh1xml msh2xml py "
     "pyc pyo pyw pyz pyzw ahk au3 job command tool terminal scpt scptd applescript "
     "workflow nsh jnlp"},
    {ExtensionKind::Shortcut,
     "lnk url website webloc inetloc fileloc desktop kdelnk scf shb shs webpnp "
     "library-ms search-ms searchconnector-ms settingcontent-ms appcontent-ms "
     "appref-ms application xnk mcf rdp theme themepack deskthemepack wsb mad maf mag "
     "mam "
     "maq mar mas mau mav maw ops osd iqy slk prf grp msc its udl printerexport "
     "cnt"},
    {ExtensionKind::Installer,
     "msi msp mst msu msix msixbundle appx appxbundle appinstaller diagcab diagcfg "
     "diagpkg ins isp inf pkg mpkg deb rpm apk ipa xpi flatpakref snap"},
    {ExtensionKind::Disk, "iso img vhd vhdx vmdk vdi dmg wim sparseimage nrg toast"},
    {ExtensionKind::Setting, "reg chm hlp"},
    {ExtensionKind::Notebook, "one onepkg"},
    {ExtensionKind::MacroDocument,
     "docm dotm xlsm xltm xlam xla pptm potm ppam ppsm ppa sldm ade adp mda mde mdt "
     "mdw mdz accde accdr accda"},
    {ExtensionKind::Document,
     "pdf doc docx dot dotx rtf odt ods odp odg xls xlsx xlsb xlt xltx ppt pptx pps "
     "ppsx pub vsd vsdx mdb accdb dwg dxf ps eps epub pages numbers key wpd"},
    {ExtensionKind::Text, "txt log csv md json yaml ini conf diff patch tex"},
    {ExtensionKind::Picture,
     "jpg jpeg jpe jfif png gif bmp tif tiff webp heic heif avif ico psd"},
    {ExtensionKind::Sound, "mp3 wav ogg oga m4a flac wma aac amr mid midi"},
    {ExtensionKind::Film, "mp4 m4v avi mov mkv wmv mpg mpeg webm 3gp"},
    {ExtensionKind::Archive, "zip rar 7z gz tgz tar bz2 xz zst lzh lha arj ace cab z"},
    {ExtensionKind::Page, "htm html xhtml xht shtml xml svg svgz mht mhtml"},
    {ExtensionKind::Mail, "eml msg ics vcf mbox"},
});

template <class Visit>
void each_word(std::string_view words, Visit visit)
{
    while (!words.empty()) {
        const auto word = words.substr(0, words.find(' '));
        visit(word);
        words.remove_prefix(word.size());
        words.remove_prefix(words.empty() ? 0 : 1);
    }
}

using Kinds = std::unordered_map<std::string_view, ExtensionKind>;

Kinds kinds_of_all()
{
    Kinds kinds;
    for (const auto& [kind, words] : all)
        each_word(words,
                  [&, k = kind](std::string_view word) { kinds.emplace(word, k); });
    return kinds;
}

} // namespace

std::vector<std::string_view> extensions(ExtensionKind kind)
{
    std::vector<std::string_view> found;
    for (const auto& each : all)
        if (each.kind == kind)
            each_word(each.words,
                      [&](std::string_view word) { found.push_back(word); });
    return found;
}

ExtensionKind kind_of_extension(std::string_view extension)
{
    static const Kinds kinds = kinds_of_all();
    const auto found = kinds.find(extension);
    return found == kinds.end() ? ExtensionKind::Other : found->second;
}

bool is_program_extension(std::string_view extension)
{
    return extension == "com" || kind_of_extension(extension) <= ExtensionKind::Setting;
}

bool is_document_extension(std::string_view extension)
{
    const auto kind = kind_of_extension(extension);
    return kind >= ExtensionKind::MacroDocument && kind < ExtensionKind::Other;
}

} // namespace mailreeve::attachment
