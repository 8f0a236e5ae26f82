#include "ctl/postfix.hh"

#include "ctl/bounded_program.hh"
#include "mailreeve/base/ascii.hh"

#include <algorithm>
#include <array>
#include <set>

#include <unistd.h>

namespace mailreeve::ctl {

namespace {

constexpr std::array places{"/usr/sbin/postconf", "/usr/local/sbin/postconf",
                            "/usr/bin/postconf", "/opt/postfix/sbin/postconf"};

template <class Use>
void each_line(std::string_view text, const Use& use)
{
    while (!text.empty()) {
        const auto end = text.find('\n');
        use(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
}

std::vector<std::string> words_of(std::string_view text)
{
    std::vector<std::string> words;
    while (!(text = ascii::trim(text)).empty()) {
        const auto end = text.find_first_of(" \t");
        words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end, text.size()));
    }
    return words;
}

// service type private unpriv chroot wakeup maxproc command
std::optional<PostfixService> parse_service(std::string_view line, bool usual_chroot)
{
    constexpr std::size_t chroot = 4;
    constexpr std::size_t command = 7;
    const auto words = words_of(line);
    if (words.size() <= command)
        return std::nullopt;
    const bool chrooted = words[chroot] == "-" ? usual_chroot : words[chroot] == "y";
    return PostfixService{words[0], words[1], chrooted, words[command], {}};
}

bool is_name(char c)
{
    return ascii::is_alnum(c) || c == '_';
}

struct Reference {
    std::string name;
    std::size_t size = 0; // of the text that it stands in; 0: a dollar alone
};

// $name, ${name}, $(name); conditional forms are left as they are.
Reference reference(std::string_view text)
{
    const bool in_brackets = text.size() > 1 && (text[1] == '{' || text[1] == '(');
    const std::size_t begin = in_brackets ? 2 : 1;
    auto end = begin;
    while (end < text.size() && is_name(text[end]))
        ++end;
    if (end == begin || (in_brackets && (end == text.size() || is_name(text[end]) ||
                                         (text[end] != '}' && text[end] != ')'))))
        return {};
    return {std::string{text.substr(begin, end - begin)},
            end + (in_brackets ? 1U : 0U)};
}

std::string put_in(const Parameters& parameters, std::string text)
{
    constexpr int most = 100; // references may go in circles
    std::size_t at = 0;
    for (int n = 0; n < most && (at = text.find('$', at)) != std::string::npos; ++n) {
        const auto found = reference(std::string_view{text}.substr(at));
        const auto parameter = parameters.find(found.name);
        if (found.size == 0 || parameter == parameters.end())
            ++at;
        else
            text.replace(at, found.size, parameter->second);
        if (text.size() > 64UL * 1024)
            break;
    }
    return text;
}

// Empty: there is none.
std::filesystem::path usual_program()
{
    const auto* const program = std::ranges::find_if(
        places, [](const char* path) { return ::access(path, X_OK) == 0; });
    return program == places.end() ? std::filesystem::path{} : *program;
}

} // namespace

std::optional<std::string> Postfix::value(std::string_view parameter,
                                          const PostfixService* service) const
{
    if (service != nullptr) {
        const auto found = service->overrides.find(parameter);
        if (found != service->overrides.end())
            return put_in(parameters, found->second);
    }
    const auto found = parameters.find(parameter);
    if (found == parameters.end())
        return std::nullopt;
    return put_in(parameters, found->second);
}

Parameters parse_parameters(std::string_view text)
{
    Parameters parameters;
    each_line(text, [&](std::string_view line) {
        const auto equals = line.find('=');
        if (equals == std::string_view::npos)
            return;
        parameters.insert_or_assign(std::string{ascii::trim(line.substr(0, equals))},
                                    std::string{ascii::trim(line.substr(equals + 1))});
    });
    return parameters;
}

std::vector<PostfixService> parse_services(std::string_view text, bool usual_chroot)
{
    std::vector<PostfixService> services;
    each_line(text, [&](std::string_view line) {
        if (line.empty() || ascii::is_space(line.front()) || line.front() == '#')
            return;
        if (auto service = parse_service(line, usual_chroot))
            services.push_back(std::move(*service));
    });
    return services;
}

bool chroots_unasked(const Parameters& parameters)
{
    const auto level = parameters.find("compatibility_level");
    return level == parameters.end() || level->second.empty() ||
           level->second.front() == '0';
}

void add_overrides(std::vector<PostfixService>& services, std::string_view text)
{
    for (const auto& [path, value] : parse_parameters(text)) {
        const auto last = path.rfind('/');
        const auto whose = path.substr(0, last);
        const auto found = std::ranges::find_if(services, [&](const auto& service) {
            return service.name + '/' + service.type == whose;
        });
        if (last != std::string::npos && found != services.end())
            found->overrides.insert_or_assign(path.substr(last + 1), value);
    }
}

std::optional<Postfix> ask_postfix(std::filesystem::path program,
                                   const std::filesystem::path& directory,
                                   std::string& problem)
{
    if (program.empty())
        program = usual_program();
    if (program.empty()) {
        problem = "there is no postconf";
        return std::nullopt;
    }
    const auto ask = [&](const char* option) {
        std::vector<std::string> arguments;
        if (!directory.empty())
            arguments = {"-c", directory.string()};
        if (*option != '\0')
            arguments.emplace_back(option);
        return output_of(program, arguments, problem);
    };
    const auto parameters = ask("");
    const auto services = parameters ? ask("-M") : std::nullopt;
    const auto overrides = services ? ask("-P") : std::nullopt;
    if (!overrides) {
        problem = program.string() + ": " + problem;
        return std::nullopt;
    }
    Postfix postfix{parse_parameters(*parameters), {}};
    postfix.services = parse_services(*services, chroots_unasked(postfix.parameters));
    add_overrides(postfix.services, *overrides);
    return postfix;
}

} // namespace mailreeve::ctl
