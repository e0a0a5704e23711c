import "server-only";
import { imageSize } from "image-size";
import { SECOND } from "@/lib/domain/durations";
import {
  isPictureAddress,
  LARGEST_PICTURE,
  LONGEST_SIDE,
  PICTURE_TYPES,
  type PictureType,
} from "@/lib/domain/picture-rule";
import { getOutgoing } from "@/lib/notify/outgoing-request";
import { authorize, type ServiceContext } from "./context";

/** Milliseconds for one picture. */
const TIME_LIMIT = 10 * SECOND;

export type FetchedPicture =
  | { kind: "fetched"; contentType: PictureType; bytes: Buffer<ArrayBuffer> }
  | { kind: "failed"; reason: "foreign_address" | "unreachable" | "refused" | "too_large" | "no_picture" };

/**
 * Gets a profile picture from where Instagram says it is, and believes nothing about it: not where the address leads, nor
 * how large it is, nor that it is a picture.
 */
export async function fetchPicture(ctx: ServiceContext, { address }: { address: string }): Promise<FetchedPicture> {
  authorize(ctx, "see_accounts");
  const { simulatorUrl } = ctx.settings.instagram;
  if (!isPictureAddress(address, simulatorUrl)) return { kind: "failed", reason: "foreign_address" };
  const answer = await getOutgoing(
    address,
    { headers: { accept: Object.values(PICTURE_TYPES).join(", ") }, largestAnswer: LARGEST_PICTURE },
    { allowPrivateAddresses: simulatorUrl !== null, timeLimit: TIME_LIMIT },
  );
  if (!answer.ok) return { kind: "failed", reason: "unreachable" };
  if (answer.status !== 200) return { kind: "failed", reason: "refused" };
  if (!answer.complete) return { kind: "failed", reason: "too_large" };
  const contentType = pictureType(answer.bytes);
  if (contentType === null || contentType !== answer.contentType) return { kind: "failed", reason: "no_picture" };
  return { kind: "fetched", contentType, bytes: answer.bytes };
}

/** The first bytes of each type, in hexadecimal. Only what begins like this is looked into any further. */
const BEGINNINGS: Record<PictureType, RegExp> = {
  "image/jpeg": /^ffd8ff/,
  "image/png": /^89504e470d0a1a0a/,
  "image/webp": /^52494646.{8}57454250/,
};

/** What these bytes are, when they are a picture of a sensible size. */
export function pictureType(bytes: Uint8Array): PictureType | null {
  const beginning = Buffer.from(bytes.subarray(0, 12)).toString("hex");
  const [type] = Object.values(PICTURE_TYPES).filter((each) => BEGINNINGS[each].test(beginning));
  if (type === undefined) return null;
  try {
    const { width, height, type: found } = imageSize(bytes);
    const isSensible = [width, height].every((side) => side >= 1 && side <= LONGEST_SIDE);
    return isSensible && Object.entries(PICTURE_TYPES).some(([name, each]) => name === found && each === type)
      ? type
      : null;
  } catch {
    return null;
  }
}
