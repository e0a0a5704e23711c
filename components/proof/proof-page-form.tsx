"use client";

import type { ServerAction } from "@/components/ui/use-server-action";
import type { FactorWays } from "@/lib/domain/second-factor";
import { ProofForm } from "./proof-form";

/** The proof as a page of its own, for browsers without JavaScript and for links. */
export function ProofPageForm({ ways, action, next }: { ways: FactorWays; action: ServerAction; next: string }) {
  return <ProofForm ways={ways} action={action} next={next} onProven={() => window.location.assign(next)} />;
}
