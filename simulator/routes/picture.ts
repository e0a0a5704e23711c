import { crc32, deflateSync } from "node:zlib";
import type { Answer } from "../message";

const SIZE = 160;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Eight bits a pixel, each the number of a colour. */
const HEADER_TAIL = [8, 3, 0, 0, 0];

/** `/cdn/…`: a picture whose colours follow from its name, in place of Instagram's CDN. */
export function drawPicture(name: string): Answer {
  let hue = 0;
  for (const character of name) hue = (hue * 31 + character.charCodeAt(0)) % 360;
  return {
    status: 200,
    headers: { "content-type": "image/png", "cache-control": "max-age=3600" },
    body: "",
    bytes: portrait([colour(hue, 0.78), colour(hue, 0.38)]),
  };
}

/** A head and shoulders in the second colour on the first. */
function portrait(palette: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> {
  const rows = Array.from({ length: SIZE }, (_, y) => {
    const pixels = Array.from({ length: SIZE }, (_, x) => (isPerson(x / SIZE, y / SIZE) ? 1 : 0));
    return [0, ...pixels];
  });
  const header = Buffer.alloc(8);
  header.writeUInt32BE(SIZE, 0);
  header.writeUInt32BE(SIZE, 4);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", Buffer.concat([header, Buffer.from(HEADER_TAIL)])),
    chunk("PLTE", Buffer.from(palette.flat())),
    chunk("IDAT", deflateSync(Buffer.from(rows.flat()))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function isPerson(x: number, y: number): boolean {
  return Math.hypot(x - 0.5, y - 0.4) < 0.2 || Math.hypot((x - 0.5) / 0.4, (y - 1) / 0.34) < 1;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** Red, green and blue of a soft colour. */
function colour(hue: number, lightness: number): number[] {
  const reach = 0.45 * Math.min(lightness, 1 - lightness);
  return [0, 8, 4].map((offset) => {
    const place = (offset + hue / 30) % 12;
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(place - 3, 9 - place, 1))));
  });
}
