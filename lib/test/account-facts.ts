import type { AccountFacts } from "@/lib/domain/account-facts";
import { tokenFacts } from "./facts";

/** As {@link tokenFacts}, of an account by name. */
export function accountFacts(change: Partial<AccountFacts> = {}): AccountFacts {
  return {
    id: "account-1",
    username: "north",
    label: "",
    tokenVersion: 1,
    lastAnswer: "works",
    lastAnsweredAt: null,
    ...tokenFacts(change),
    ...change,
  };
}
