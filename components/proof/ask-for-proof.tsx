import type { FactorWays } from "@/lib/domain/second-factor";
import { ProofDialog } from "./proof-dialog";
import { placeDialog } from "./proof-outlet";

const PASSWORD_ONLY: FactorWays = { authenticator: false, code: false, passkey: false };

let asked: Promise<boolean> | null = null;

/**
 * Asks in a dialog over the page who is in front of the browser. Several acts that ask at once share one dialog.
 *
 * @returns whether it was proved; false when the person closed the dialog.
 */
export function askForProof(): Promise<boolean> {
  asked ??= ask().finally(() => {
    asked = null;
  });
  return asked;
}

async function ask(): Promise<boolean> {
  const ways = await readWays();
  const proven = await new Promise<boolean>((done) => {
    if (!placeDialog(<ProofDialog ways={ways} done={done} />)) done(false);
  });
  placeDialog(null);
  return proven;
}

async function readWays(): Promise<FactorWays> {
  const response = await fetch("/api/proof", { cache: "no-store" }).catch(() => null);
  return response?.ok ? ((await response.json()) as FactorWays) : PASSWORD_ONLY;
}
