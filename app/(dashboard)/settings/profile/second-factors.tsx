import { AuthenticatorCard } from "@/components/second-factors/authenticator-card";
import { PasskeysCard } from "@/components/second-factors/passkeys-card";
import { RecoveryCodesCard } from "@/components/second-factors/recovery-codes-card";
import { Alert } from "@/components/ui/alert";
import { hasSecondFactor } from "@/lib/domain/second-factor";
import type { PersonContext } from "@/lib/services/context";
import { readFactorSettings } from "@/lib/services/read-factor-settings";
import {
  confirmAuthenticator,
  makeRecoveryCodes,
  removeAuthenticator,
  removePasskey,
  renamePasskey,
  startAuthenticator,
} from "./factor-actions";

/** The cards of the profile that are about passkeys, the authenticator app and recovery codes. */
export async function SecondFactors({ ctx }: { ctx: PersonContext }) {
  const { factors, authenticatorPending, passkeys, party, required } = await readFactorSettings(ctx);
  const pendingState = authenticatorPending ? "pending" : "none";
  return (
    <div id="second-factors" className="grid scroll-mt-4 gap-4">
      {required && !hasSecondFactor(factors) && (
        <Alert tone="warning" title="Set up a second factor first.">
          An owner asks everybody for one. Add an authenticator app or a passkey below; then the rest is open again.
        </Alert>
      )}
      <PasskeysCard
        passkeys={passkeys}
        party={party}
        now={ctx.now}
        actions={{ rename: renamePasskey, remove: removePasskey }}
      />
      <AuthenticatorCard
        state={factors.authenticator ? "on" : pendingState}
        actions={{ start: startAuthenticator, confirm: confirmAuthenticator, remove: removeAuthenticator }}
      />
      {hasSecondFactor(factors) && <RecoveryCodesCard left={factors.recoveryCodes} make={makeRecoveryCodes} />}
    </div>
  );
}
