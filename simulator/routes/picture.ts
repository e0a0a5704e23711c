import type { Answer } from "../message";

const SIZE = 320;

/** `/cdn/…`: a picture drawn from the digits in its name, in place of Instagram's CDN. */
export function drawPicture(name: string): Answer {
  let hue = 0;
  for (const character of name) hue = (hue * 31 + character.charCodeAt(0)) % 360;
  const body =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}" viewBox="0 0 10 10">` +
    `<rect width="10" height="10" fill="hsl(${hue} 45% 78%)"/>` +
    `<circle cx="5" cy="4" r="2" fill="hsl(${hue} 45% 38%)"/>` +
    `<path d="M1 10a4 3.4 0 0 1 8 0z" fill="hsl(${hue} 45% 38%)"/></svg>`;
  return {
    status: 200,
    headers: { "content-type": "image/svg+xml", "cache-control": "max-age=3600" },
    body,
  };
}
