import { CHANNEL_KINDS, type ChannelKind } from "./notice";

const DONE = ["added", "changed", "deleted"] as const;

/** What the notices page shows; lives in the URL. */
export interface NoticeQuery {
  /** A kind whose form is open, or the choice of one. */
  add: ChannelKind | "choose" | null;
  /** The channel that is edited. */
  edit: string | null;
  /** What has just happened. */
  done: (typeof DONE)[number] | null;
  /** Of the delivery log, from 1. */
  page: number;
}

/** Reads a query from the URL; whatever is not understood is as if it were not there. */
export function parseNoticeQuery(parameters: Record<string, string | string[] | undefined>): NoticeQuery {
  const first = (name: string): string | undefined => {
    const value = parameters[name];
    return Array.isArray(value) ? value[0] : value;
  };
  const add = first("add");
  const page = first("page") ?? "";
  return {
    add: add === undefined ? null : (CHANNEL_KINDS.find((kind) => kind === add) ?? "choose"),
    edit: first("edit") ?? null,
    done: DONE.find((known) => known === first("done")) ?? null,
    page: /^\d{1,6}$/.test(page) ? Math.max(1, Number(page)) : 1,
  };
}
