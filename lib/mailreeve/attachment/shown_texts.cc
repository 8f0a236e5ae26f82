#include "mailreeve/attachment/shown_texts.hh"

#include "mailreeve/attachment/sealed.hh"
#include "mailreeve/mime/parameter.hh"

namespace mailreeve::attachment {

namespace {

using mime::Entity;

// A disposition that is not known is one (RFC 2183 2.8), and a text with a name is
// shown as a file, unless it says otherwise.
bool is_attachment(const Entity& entity)
{
    if (!entity.disposition.empty())
        return entity.disposition != "inline";
    return !mime::reading(entity.type_parameters, "name").empty();
}

class Finder {
public:
    explicit Finder(const std::function<bool(const Entity&)>& left_out)
        : left_out_{left_out}
    {
    }

    // Whether there is a text in it.
    bool find(const Entity& entity)
    {
        if (left_out_(entity) || is_sealed(entity) || is_attachment(entity))
            return false;
        if (entity.is_multipart())
            return find_in(entity);
        if (entity.type != "text/plain" && entity.type != "text/html")
            return false;
        texts.push_back(&entity);
        return true;
    }

    std::vector<const Entity*> texts;

private:
    bool find_in(const Entity& multipart)
    {
        const bool all = multipart.type == "multipart/alternative";
        bool found = false;
        for (const auto& part : multipart.parts) {
            found = find(part) || found;
            if (found && !all)
                break;
        }
        return found;
    }

    const std::function<bool(const Entity&)>& left_out_;
};

} // namespace

std::vector<const Entity*>
shown_texts(const Entity& message, const std::function<bool(const Entity&)>& left_out)
{
    Finder finder{left_out};
    finder.find(message);
    return std::move(finder.texts);
}

} // namespace mailreeve::attachment
