import { expect, test } from "vitest";
import { readForm } from "./form-body";
import { RawInteger, writeJson } from "./json";

const multipart = (body: string) => readForm('multipart/form-data; boundary="b-1"', body);
const part = (name: string, value: string): string =>
  `--b-1\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

test("reads urlencoded and multipart fields, with their blanks and umlauts", () => {
  const urlencoded = readForm("application/x-www-form-urlencoded; charset=utf-8", "a=1+2&b=%C3%A4");
  expect(Object.fromEntries(urlencoded)).toEqual({ a: "1 2", b: "ä" });
  const body = `${part("a", "1\r\n2")}${part("b", "ä 🚲")}--b-1--\r\n`;
  expect(Object.fromEntries(multipart(body))).toEqual({ a: "1\r\n2", b: "ä 🚲" });
  expect(Object.fromEntries(multipart(`preamble\r\n${part("a", "")}--b-1--`))).toEqual({ a: "" });
});

test.each([
  ["no end", part("a", "1")],
  ["no name", "--b-1\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b-1--\r\n"],
  ["no blank line", '--b-1\r\nContent-Disposition: form-data; name="a"\r\n--b-1--\r\n'],
  ["too many parts", `${part("a", "1").repeat(60)}--b-1--\r\n`],
  ["too long", `${part("a", "1".repeat(70_000))}--b-1--\r\n`],
])("multipart with %s has no fields", (_name, body) => {
  expect([...multipart(body)]).toEqual([]);
});

test("other bodies have no fields", () => {
  expect([...readForm("application/json", '{"a":1}')]).toEqual([]);
  expect([...readForm("multipart/form-data", part("a", "1"))]).toEqual([]);
  expect([...readForm(undefined, "a=1")]).toEqual([]);
});

test("JSON keeps long integers exact and escapes like Meta's servers", () => {
  const value = {
    id: new RawInteger("17841405309211845"),
    text: 'a/"é🚲',
    none: undefined,
    list: [1, null],
  };
  expect(writeJson(value)).toBe('{"id":17841405309211845,"text":"a\\/\\"\\u00e9\\ud83d\\udeb2","list":[1,null]}');
  expect(() => new RawInteger("1.5")).toThrow(TypeError);
});
