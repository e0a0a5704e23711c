import "server-only";
import { createHash } from "node:crypto";
import pLimit from "p-limit";
import {
  addMissingPictures,
  claimPicture,
  type DuePicture,
  findDuePictures,
  keepPictures,
  notePictureFailure,
  storePicture,
} from "@/lib/db/pictures";
import { after, MINUTE, SECOND } from "@/lib/domain/durations";
import { nextPictureAttempt, pictureName } from "@/lib/domain/picture-rule";
import { type Adapters, authorize, type ServiceContext, serverContext } from "./context";
import { fetchPicture } from "./fetch-picture";

/** Milliseconds after which no further picture is begun. */
export const PICTURE_BUDGET = 15 * SECOND;
/** Few enough that a server has the rest of the minute for people. */
const MOST_A_PASS = 200;
const AT_ONCE = 2;
/** Milliseconds. A picture whose process has died is tried again by whoever comes then. */
const CLAIM_LIFE = 5 * MINUTE;

export interface PictureReport {
  fetched: number;
  failed: number;
}

/**
 * Fetches the profile pictures that are missing, and those that Instagram shows another one of now. Apart from all
 * renewals: it holds no lease, is bounded, and whatever goes wrong leaves the last picture or the initials.
 */
export async function refreshPictures(
  adapters: Adapters,
  { signal, budget = PICTURE_BUDGET }: { signal?: AbortSignal; budget?: number } = {},
): Promise<PictureReport> {
  const ctx = serverContext(adapters);
  authorize(ctx, "change_accounts");
  await addMissingPictures(ctx.db, ctx.now);
  const due = await findDuePictures(ctx.db, ctx.now, MOST_A_PASS);
  const changed = due.filter((picture) => isAnother(picture));
  const same = due.filter((picture) => !isAnother(picture)).map(({ accountId }) => accountId);
  if (same.length > 0) await keepPictures(ctx.db, same, nextPictureAttempt(0, ctx.now));
  const report = { fetched: 0, failed: 0 };
  const limit = pLimit(AT_ONCE);
  const end = Date.now() + budget;
  const isOver = () => signal?.aborted === true || Date.now() >= end;
  await Promise.all(changed.map((picture) => limit(() => (isOver() ? undefined : refreshOne(ctx, picture, report)))));
  return report;
}

function isAnother({ pictureUrl, sourceHash }: DuePicture): boolean {
  return pictureUrl !== null && hashOf(pictureUrl) !== sourceHash;
}

async function refreshOne(ctx: ServiceContext, due: DuePicture, report: PictureReport): Promise<void> {
  const { accountId, pictureUrl: address } = due;
  if (address === null || !(await claimPicture(ctx.db, due, after(ctx.now, CLAIM_LIFE)))) return;
  const outcome = await fetchPicture(ctx, { address });
  if (outcome.kind === "fetched") {
    const { contentType, bytes } = outcome;
    const dates = { fetchedAt: ctx.now, nextAttemptAt: nextPictureAttempt(0, ctx.now) };
    await storePicture(ctx.db, accountId, { contentType, bytes, sourceHash: hashOf(address) }, dates);
    report.fetched += 1;
    return;
  }
  const failures = due.failures + 1;
  await notePictureFailure(ctx.db, accountId, { failures, nextAttemptAt: nextPictureAttempt(failures, ctx.now) });
  ctx.log.debug({ event: "picture_failed", accountId, reason: outcome.reason, failures }, "picture not fetched");
  report.failed += 1;
}

function hashOf(address: string): string {
  return createHash("sha256").update(pictureName(address)).digest("base64url");
}
