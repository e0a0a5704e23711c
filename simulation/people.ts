import { DAY } from "@/lib/domain/durations";
import { spread } from "@/lib/domain/spread";
import { type Adapters, serverContext } from "@/lib/services/context";
import { importToken } from "@/lib/services/import-token";
import { usernameOf, type World } from "./world";

/** Milliseconds until somebody reads the notice and reconnects. */
const QUICKEST = 2 * DAY;
const SLOWEST = 8 * DAY;

/** Somebody brings a new token for an account that is called dead, some days after it was. @returns whether it was taken. */
export async function reconnect(
  { clock, simulator }: World,
  adapters: Adapters,
  { number, calledDeadAt, tokenVersion }: { number: number; calledDeadAt: number | null; tokenVersion: number },
): Promise<boolean> {
  if (calledDeadAt === null) return false;
  const patience = QUICKEST + spread(`reconnect ${number} ${tokenVersion}`) * (SLOWEST - QUICKEST);
  if (clock.now - calledDeadAt < patience) return false;
  const { token, issuedAt, expiresAt } = simulator.issueToken({ username: usernameOf(number) });
  const line = { token, issuedAt: new Date(issuedAt), expiresAt: new Date(expiresAt), label: null };
  const { outcome } = await importToken(serverContext(adapters), line);
  return outcome.kind === "imported";
}
