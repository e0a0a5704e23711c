import { randomInt } from "node:crypto";

const WORDS =
  "acorn amber anchor apple april autumn bamboo barley beacon birch bramble breeze brook butter candle canyon cedar cherry chestnut cinder citrus clover cobalt copper coral cotton cricket crystal daisy dapple delta drift ember falcon feather fennel fern fiddle finch flint forest foxglove garden ginger glacier granite harbor hazel heather heron hickory honey indigo island ivory ivy jasmine juniper kestrel lagoon lantern larch laurel lavender lemon lilac linen lotus maple marble marigold meadow mellow mint mist moss nectar nettle nutmeg oak ocean olive onyx orchid otter paper pebble pepper petal pine plum poppy prairie quartz quill raven reed ribbon river robin saffron sage sailor sandal sierra silver sparrow spruce summer sunset thistle thyme timber topaz tulip velvet violet walnut willow winter wren".split(
    " ",
  );

/** Words that a person can read off one screen and type on another. */
export function memorablePassword(words = 4): string {
  return Array.from({ length: words }, () => WORDS[randomInt(WORDS.length)]).join("-");
}
