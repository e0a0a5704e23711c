import { Card } from "@/components/ui/card";
import { Timestamp } from "@/components/ui/timestamp";
import type { ServerAction } from "@/components/ui/use-server-action";
import { type PasskeyView, RELYING_PARTY_PROBLEMS, type RelyingParty } from "@/lib/domain/passkey";
import { AddPasskey } from "./add-passkey";
import { PasskeyButtons } from "./passkey-buttons";

/** The person's passkeys, and a new one where browsers keep them. */
export function PasskeysCard({
  passkeys,
  party,
  now,
  actions,
}: {
  passkeys: readonly PasskeyView[];
  party: RelyingParty["kind"];
  now: Date;
  actions: { rename: ServerAction; remove: ServerAction };
}) {
  return (
    <Card title="Passkeys" id="passkeys">
      <p className="text-muted">
        Sign in with your fingerprint, face, device PIN or security key instead of your password. A passkey cannot be
        guessed or given away to a false page.
      </p>
      {passkeys.length > 0 && (
        <ul className="mt-2">
          {passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
            <li key={id} className="border-b border-line py-3 last:border-0">
              <h3 className="font-medium break-words">
                <bdi>{name}</bdi>
              </h3>
              <p className="text-[13px] text-muted">
                Added <Timestamp at={createdAt} now={now} show="relative" /> ·{" "}
                {lastUsedAt === null ? (
                  "not used yet"
                ) : (
                  <>
                    used <Timestamp at={lastUsedAt} now={now} show="relative" />
                  </>
                )}
              </p>
              <PasskeyButtons id={id} name={name} {...actions} />
            </li>
          ))}
        </ul>
      )}
      {party === "ready" ? <AddPasskey /> : <p className="mt-3">{RELYING_PARTY_PROBLEMS[party]}</p>}
    </Card>
  );
}
