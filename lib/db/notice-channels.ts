import "server-only";
import { CHANNEL_KINDS, type ChannelKind, NOTICE_KINDS, type NoticeKind } from "@/lib/domain/notice";
import type { Queryable } from "./client";

export interface ChannelRow {
  id: string;
  kind: ChannelKind;
  name: string;
  sealedTarget: string;
  targetHint: string;
  sealedSecret: string | null;
  events: NoticeKind[];
  enabled: boolean;
  createdAt: Date;
}

/** What a list may hold: nothing sealed. */
export type ChannelFacts = Omit<ChannelRow, "sealedTarget" | "sealedSecret">;

const FACTS = { id: true, kind: true, name: true, targetHint: true, events: true, enabled: true, createdAt: true };

export async function insertChannel(db: Queryable, { events, ...channel }: ChannelRow): Promise<void> {
  await db.noticeChannel.create({ data: { ...channel, events: eventsColumn(events) } });
}

/** False when the channel is no longer there. */
export async function updateChannel(
  db: Queryable,
  id: string,
  { events, ...change }: Partial<Pick<ChannelRow, "name" | "events" | "enabled" | "sealedTarget" | "targetHint">>,
): Promise<boolean> {
  const data = { ...change, ...(events === undefined ? {} : { events: eventsColumn(events) }) };
  const { count } = await db.noticeChannel.updateMany({ where: { id }, data });
  return count === 1;
}

/** With its deliveries. False when it is no longer there. */
export async function deleteChannelRow(db: Queryable, id: string): Promise<boolean> {
  const { count } = await db.noticeChannel.deleteMany({ where: { id } });
  return count === 1;
}

export async function countChannels(db: Queryable): Promise<number> {
  return db.noticeChannel.count();
}

export async function findChannel(db: Queryable, id: string): Promise<ChannelRow | null> {
  const row = await db.noticeChannel.findUnique({ where: { id } });
  return row === null ? null : { ...row, ...parsed(row) };
}

/** In the order in which they were made. */
export async function findChannels(db: Queryable): Promise<ChannelFacts[]> {
  const rows = await db.noticeChannel.findMany({ select: FACTS, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
  return rows.map((row) => ({ ...row, ...parsed(row) }));
}

function eventsColumn(events: readonly NoticeKind[]): string {
  return [...new Set(events)].sort().join(",");
}

/** A kind that this version does not know, after a step back from a newer one, is passed over. */
function parsed({ kind, events }: { kind: string; events: string }): { kind: ChannelKind; events: NoticeKind[] } {
  const stored = new Set(events.split(","));
  return {
    kind: CHANNEL_KINDS.find((known) => known === kind) ?? "webhook",
    events: NOTICE_KINDS.filter((known) => stored.has(known)),
  };
}
