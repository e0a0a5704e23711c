import { expect, test } from "vitest";
import { withoutNul } from "./without-nul";

test("replaces every NUL, however deep it stands", () => {
  const at = new Date(0);
  const query = { where: { OR: [{ id: "a\0b" }, { name: { contains: "\0\0" } }] }, data: { at, count: 1, none: null } };
  expect(withoutNul(query)).toEqual({
    where: { OR: [{ id: "a\ufffdb" }, { name: { contains: "\ufffd\ufffd" } }] },
    data: { at, count: 1, none: null },
  });
});

test("hands back what holds none as it is", () => {
  const query = { where: { id: "a", in: ["b", 1, null, undefined] }, bytes: new Uint8Array([0]) };
  expect(withoutNul(query)).toBe(query);
  expect(withoutNul(undefined)).toBeUndefined();
});
