import { Avatar } from "@/components/ui/avatar";
import type { AccountDetail } from "@/lib/domain/account-view";
import { counted } from "@/lib/domain/date-text";
import { accountTypeText } from "./account-type-text";
import { pictureAddress } from "./picture-address";

export function AccountTitle({ account }: { account: AccountDetail }) {
  const facts = [
    account.name,
    accountTypeText(account.accountType),
    account.followersCount === null ? "" : counted(account.followersCount, "follower"),
    account.label,
  ].filter((text) => text !== "");
  return (
    <div className="flex min-w-0 flex-1 basis-64 items-center gap-3">
      <Avatar
        name={account.username}
        picture={pictureAddress(account.id, account.pictureVersion)}
        className="size-11 text-base"
      />
      <div className="min-w-0">
        <h1 className="text-title break-words" dir="auto">
          @{account.username}
        </h1>
        <p className="mt-0.5 break-words text-muted" dir="auto">
          {facts.join(" · ")}
        </p>
      </div>
    </div>
  );
}
