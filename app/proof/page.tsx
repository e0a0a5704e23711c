import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { ProofPageForm } from "@/components/proof/proof-page-form";
import { Entrance } from "@/components/shell/entrance";
import { returnPath } from "@/lib/domain/return-path";
import { factorWays } from "@/lib/domain/second-factor";
import { isProofFresh } from "@/lib/domain/session-rule";
import { readSecondFactors } from "@/lib/services/read-second-factors";
import { pageContext, serverFacts } from "@/lib/web/page";
import { prove } from "./actions";

export const metadata: Metadata = { title: "Confirm that it is you" };

export default async function ProofPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const ctx = await pageContext({ withoutFactor: true });
  const { next } = await searchParams;
  const goal = returnPath(typeof next === "string" ? next : undefined);
  if (isProofFresh(ctx.actor.provenAt, ctx.now)) redirect(goal);
  const [factors, { simulator }] = await Promise.all([readSecondFactors(ctx), serverFacts()]);
  return (
    <Entrance
      title="Confirm that it is you"
      text="What you asked for is sensitive. Confirm, then press the button again; nothing was changed yet."
      simulator={simulator}
    >
      <ProofPageForm ways={factorWays(factors)} action={prove} next={goal} />
      <p className="mt-4 text-small">
        <Link href={goal} className="link">
          Go back without confirming
        </Link>
      </p>
    </Entrance>
  );
}
