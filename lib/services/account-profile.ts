import "server-only";
import type { AccountRecord, ProfileColumns } from "@/lib/db/accounts";
import type { Profile } from "@/lib/instagram/responses";

type Known = Pick<AccountRecord, "name" | "accountType" | "followersCount" | "pictureUrl">;

/** What Instagram tells of an account; a short answer leaves what was known. */
export function profileColumns(account: Known, profile: Profile): ProfileColumns {
  return {
    username: profile.username,
    name: profile.name === "" ? account.name : profile.name,
    appScopedId: profile.appScopedId,
    accountType: profile.accountType === "" ? account.accountType : profile.accountType,
    followersCount: profile.followersCount ?? account.followersCount,
    pictureUrl: profile.pictureUrl ?? account.pictureUrl,
  };
}

/** The columns when any differs, and a sentence when it is one that people know the account by. */
export function changedProfile(
  account: AccountRecord,
  profile: Profile,
): { columns: ProfileColumns | null; renamed: string | null } {
  const columns = profileColumns(account, profile);
  const names = Object.keys(columns) as (keyof ProfileColumns)[];
  if (names.every((name) => columns[name] === account[name])) return { columns: null, renamed: null };
  const renamed = account.username === columns.username ? null : `@${account.username} is now @${columns.username}.`;
  const typed = account.accountType === columns.accountType ? null : `The account type is now ${columns.accountType}.`;
  return { columns, renamed: renamed ?? typed };
}
