import type { EventKind } from "./account-view";

/** Every kind of event once, by what a person looks for. Kept apart from the words for them, which the screen has. */
export const EVENT_GROUPS = {
  renewals: ["extended", "extend_unchanged", "extend_failed", "token_restored", "auto_renew_on", "auto_renew_off"],
  connections: ["connected", "reconnected", "imported", "disconnected", "access_withdrawn", "token_revealed"],
  checks: ["checked", "check_failed", "death_suspected", "declared_dead", "account_changed", "recovered"],
  profile: ["profile_changed", "label_set"],
  server: ["app_paused", "app_fault", "app_recovered", "scheduler_stopped", "data_deleted"],
} as const satisfies Record<string, readonly EventKind[]>;

export type EventGroup = keyof typeof EVENT_GROUPS;

type Grouped = (typeof EVENT_GROUPS)[EventGroup][number];
/** Does not compile while a kind stands in no group. */
const ALL_GROUPED: Exclude<EventKind, Grouped> extends never ? true : false = true;

export const EVENT_GROUP_NAMES = Object.keys(EVENT_GROUPS) as EventGroup[];
export const EVENT_KINDS: readonly EventKind[] = ALL_GROUPED ? Object.values(EVENT_GROUPS).flat() : [];

export function isEventGroup(name: string): name is EventGroup {
  return EVENT_GROUP_NAMES.some((group) => group === name);
}

/** The kinds that a filter stands for. */
export function kindsOf(filter: EventGroup | EventKind): readonly EventKind[] {
  return isEventGroup(filter) ? EVENT_GROUPS[filter] : [filter];
}
