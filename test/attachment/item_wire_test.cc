#include "mailreeve/attachment/item_wire.hh"

#include <doctest/doctest.h>

#include <string>

namespace mailreeve::attachment {

namespace {

Item sample()
{
    Item inner;
    inner.names = {"run.exe", "safe.txt"};
    inner.type = FileType::Pe;
    inner.size = 123'456'789'012;
    inner.obstacle = Obstacle::Encrypted;
    inner.detail = "it needs a password";
    Item item;
    item.names = {"a.zip"};
    item.declared = "application/zip";
    item.type = FileType::Zip;
    item.macros = true;
    item.inside = {inner, Item{}, inner};
    return item;
}

Item nested(std::size_t depth)
{
    Item item;
    for (std::size_t i = 0; i < depth; ++i) {
        Item outer;
        outer.inside.push_back(std::move(item));
        item = std::move(outer);
    }
    return item;
}

} // namespace

TEST_SUITE("item wire")
{
    TEST_CASE("an item arrives as it was sent")
    {
        CHECK(decoded_item(encoded(sample()), 4) == sample());
        CHECK(decoded_item(encoded(Item{}), 1) == Item{});
    }

    TEST_CASE("a request arrives as it was sent")
    {
        auto item = sample();
        item.inside.clear();
        const UnpackRequest request{77, {3, 20, 1'000, std::chrono::seconds{2}}, item};
        CHECK(decoded_request(encoded(request)) == request);
    }

    TEST_CASE("what is cut short or too long is nothing")
    {
        const auto bytes = encoded(sample());
        for (std::size_t size = 0; size < bytes.size(); ++size)
            CHECK_FALSE(decoded_item(bytes.substr(0, size), 4));
        CHECK_FALSE(decoded_item(bytes + '\0', 4));
    }

    TEST_CASE("more items than allowed are nothing")
    {
        CHECK_FALSE(decoded_item(encoded(sample()), 3));
        CHECK_FALSE(decoded_item(encoded(Item{}), 0));
    }

    TEST_CASE("items in items are read so deep and no deeper")
    {
        CHECK(decoded_item(encoded(nested(max_item_depth)), 1'000));
        CHECK_FALSE(decoded_item(encoded(nested(max_item_depth + 1)), 1'000));
    }

    TEST_CASE("a type or an obstacle that there is not is nothing")
    {
        // No names, declared as nothing: the type is at 6, the obstacle at 16.
        auto bytes = encoded(Item{});
        for (const std::size_t at :
             {std::size_t{6}, std::size_t{15}, std::size_t{16}}) {
            CAPTURE(at);
            auto wrong = bytes;
            wrong[at] = '\x7f';
            CHECK_FALSE(decoded_item(wrong, 1));
        }
    }

    TEST_CASE("a count that the bytes cannot hold is nothing")
    {
        auto bytes = encoded(Item{});
        bytes[bytes.size() - 2] = '\xff';
        CHECK_FALSE(decoded_item(bytes, 100'000));
    }

    TEST_CASE("a long name keeps its beginning and its end")
    {
        Item item;
        item.names = {"begin" + std::string(10'000, ' ') + ".exe"};
        const auto read = decoded_item(encoded(item), 1);
        REQUIRE(read);
        CHECK(read->names[0].size() <= max_item_name);
        CHECK(read->names[0].starts_with("begin"));
        CHECK(read->names[0].ends_with(".exe"));
    }

    TEST_CASE("more names than are told are left out")
    {
        Item item;
        item.names.assign(100, "a");
        CHECK(decoded_item(encoded(item), 1)->names.size() == max_item_names);
    }

    TEST_CASE("a frame says how long it is, within bounds")
    {
        CHECK(frame_size(frame_length(0)) == 0);
        CHECK(frame_size(frame_length(max_item_bytes)) == max_item_bytes);
        CHECK_FALSE(frame_size(frame_length(max_item_bytes + 1'000)));
        CHECK_FALSE(frame_size("abc"));
    }
}

} // namespace mailreeve::attachment
