import { createRoot } from "react-dom/client";
import type { FactorWays } from "@/lib/domain/second-factor";
import { ProofDialog } from "./proof-dialog";

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
  const host = document.createElement("div");
  document.body.append(host);
  const root = createRoot(host);
  const proven = await new Promise<boolean>((done) => {
    root.render(<ProofDialog ways={ways} done={done} />);
  });
  root.unmount();
  host.remove();
  return proven;
}

async function readWays(): Promise<FactorWays> {
  const response = await fetch("/api/proof", { cache: "no-store" }).catch(() => null);
  return response?.ok ? ((await response.json()) as FactorWays) : PASSWORD_ONLY;
}
