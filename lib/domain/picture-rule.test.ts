import { expect, test } from "vitest";
import { after, DAY, HOUR, MINUTE } from "./durations";
import { isPictureAddress, nextPictureAttempt, pictureName } from "./picture-rule";

const NOW = new Date("2026-11-30T09:00:00.000Z");
const SIMULATOR = "http://localhost:4100";

test.each([
  "https://scontent-lis1-1.cdninstagram.com/v/t51.2885-19/1_2_n.jpg?oh=00&oe=66",
  "https://instagram.flis5-2.fna.fbcdn.net/v/t51.2885-19/1_2_n.jpg",
])("%s is Instagram's", (address) => {
  expect(isPictureAddress(address, null)).toBe(true);
  expect(isPictureAddress(address, SIMULATOR)).toBe(false);
});

test.each([
  "http://scontent-lis1-1.cdninstagram.com/1.jpg",
  "https://cdninstagram.com/1.jpg",
  "https://evilcdninstagram.com/1.jpg",
  "https://a.cdninstagram.com.evil.example/1.jpg",
  "https://a.cdninstagram.com./1.jpg",
  "https://a.cdninstagram.com:8443/1.jpg",
  "https://a.cdninstagram.com@evil.example/1.jpg",
  "https://user:secret@a.cdninstagram.com/1.jpg",
  "https://evil.example/a.cdninstagram.com",
  "https://evil.example#.cdninstagram.com",
  "https://evil.example\\.cdninstagram.com",
  "https://127.0.0.1/1.jpg",
  "https://169.254.169.254/latest/meta-data",
  "file:///etc/passwd",
  "ftp://a.fbcdn.net/1.jpg",
  "javascript:alert(1)//.fbcdn.net",
  "data:image/png;base64,AAAA",
  "//a.fbcdn.net/1.jpg",
  "",
])("%s is not", (address) => {
  expect(isPictureAddress(address, null)).toBe(false);
});

test("the simulator stands in Instagram's place, at its own address alone", () => {
  expect(isPictureAddress(`${SIMULATOR}/cdn/profile/1.png`, SIMULATOR)).toBe(true);
  expect(isPictureAddress("http://localhost:4101/cdn/profile/1.png", SIMULATOR)).toBe(false);
  expect(isPictureAddress("http://localhost:4100@evil.example/", SIMULATOR)).toBe(false);
  expect(isPictureAddress("http://x:y@localhost:4100/", SIMULATOR)).toBe(false);
});

test("another signature or host is the same picture", () => {
  const name = pictureName("https://a.cdninstagram.com/v/1_n.jpg?oh=1&oe=2");
  expect(pictureName("https://b.fna.fbcdn.net/v/1_n.jpg?oh=3&oe=4")).toBe(name);
  expect(pictureName("https://a.cdninstagram.com/v/2_n.jpg?oh=1&oe=2")).not.toBe(name);
});

test.each<[number, number]>([
  [0, DAY],
  [1, 10 * MINUTE],
  [2, HOUR],
  [3, 6 * HOUR],
  [4, DAY],
  [5, 7 * DAY],
  [500, 7 * DAY],
])("after %i failures it waits %i ms", (failures, wait) => {
  expect(nextPictureAttempt(failures, NOW)).toEqual(after(NOW, wait));
});
