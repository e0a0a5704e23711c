import fc from "fast-check";

/** Any UTF-16 text, control characters and halves of surrogate pairs among it; ASCII comes more often. */
export function utf16Text(maxLength = 60): fc.Arbitrary<string> {
  const unit = fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0xffff }));
  return fc.array(unit, { maxLength }).map((units) => String.fromCharCode(...units));
}
