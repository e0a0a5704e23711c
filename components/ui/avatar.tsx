import { clsx } from "clsx";

/** Each holds 4.5 : 1 under white letters. */
const COLOURS = [
  "bg-[#8a5a44]",
  "bg-[#566684]",
  "bg-[#2a727d]",
  "bg-[#47733f]",
  "bg-[#96506f]",
  "bg-[#a84c2b]",
  "bg-[#6254c4]",
  "bg-[#3d6b6b]",
] as const;

/** Two letters on a colour that stays the same for the same name, and over them the picture, where it can be loaded. */
export function Avatar({ name, picture, className }: { name: string; picture?: string; className?: string }) {
  return (
    <span className={clsx("avatar", COLOURS[colourIndex(name)], className)} aria-hidden="true">
      {initials(name)}
      {/* biome-ignore lint/performance/noImgElement: small, and already as the server keeps it. */}
      {picture !== undefined && <img src={picture} alt="" width={44} height={44} loading="lazy" decoding="async" />}
    </span>
  );
}

function colourIndex(name: string): number {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return sum % COLOURS.length;
}

function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter((word) => word !== "");
  const [first = "", second = ""] = words;
  const letters = second === "" ? [...first].slice(0, 2) : [[...first][0], [...second][0]];
  return letters.join("").toUpperCase();
}
