import type { FactorWays } from "@/lib/domain/second-factor";

const SECOND_FACTOR = /^SecondFactor:([a-z,]*)$/;

/** What the server asks for after the right password, or null when the error says something else. */
export function secondStep(error: string | null | undefined): FactorWays | null {
  const ways = SECOND_FACTOR.exec(error ?? "")?.[1]?.split(",");
  if (ways === undefined) return null;
  return {
    authenticator: ways.includes("authenticator"),
    code: ways.includes("code"),
    passkey: ways.includes("passkey"),
  };
}
