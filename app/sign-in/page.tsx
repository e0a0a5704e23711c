import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { Entrance } from "@/components/shell/entrance";
import { SignInForm } from "@/components/sign-in/sign-in-form";
import { Alert } from "@/components/ui/alert";
import { relyingParty } from "@/lib/domain/passkey";
import { returnPath } from "@/lib/domain/return-path";
import { serverFacts, visitorState } from "@/lib/web/page";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { next, created, reset } = await searchParams;
  const goal = returnPath(typeof next === "string" ? next : undefined);
  const { ownerExists, signedIn } = await visitorState();
  if (!ownerExists) redirect("/setup");
  if (signedIn) redirect(goal);
  const { simulator, baseUrl } = await serverFacts();
  return (
    <Entrance title="Sign in" text="to see and look after your team’s accounts." simulator={simulator}>
      {created !== undefined && (
        <Alert tone="good" live className="mb-4">
          {created === "joined" ? "You have joined. Sign in now." : "The owner account is created. Sign in with it."}
        </Alert>
      )}
      {reset !== undefined && (
        <Alert tone="good" live className="mb-4">
          Your new password is set. Sign in with it.
        </Alert>
      )}
      <SignInForm next={goal} passkeys={relyingParty(baseUrl).kind === "ready"} />
      <Link href="/forgot-password" className="mt-4 inline-block py-1 text-small underline">
        Forgot your password?
      </Link>
    </Entrance>
  );
}
