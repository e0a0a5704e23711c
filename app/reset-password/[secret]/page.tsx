import type { Metadata } from "next";
import { connection } from "next/server";
import { Entrance } from "@/components/shell/entrance";
import { ResetPasswordForm } from "@/components/sign-in/reset-password-form";
import { ButtonLink } from "@/components/ui/button-link";
import { serverContext } from "@/lib/services/context";
import { readPasswordReset } from "@/lib/services/read-password-reset";
import { adapters } from "@/lib/web/adapters";
import { serverFacts } from "@/lib/web/page";
import { choosePassword } from "./actions";

export const metadata: Metadata = { title: "New password", robots: { index: false }, referrer: "no-referrer" };

export default async function ResetPasswordPage({ params }: PageProps<"/reset-password/[secret]">) {
  await connection();
  const { secret } = await params;
  const [link, { simulator }] = await Promise.all([
    readPasswordReset(serverContext(adapters()), secret),
    serverFacts(),
  ]);
  if (link === null) {
    return (
      <Entrance
        title="This link is no longer good"
        text="It was used or replaced by a newer one, or it is older than 30 minutes."
        simulator={simulator}
      >
        <ButtonLink href="/forgot-password">Ask for a new link</ButtonLink>
      </Entrance>
    );
  }
  return (
    <Entrance
      title="Choose a new password"
      text="You are signed out everywhere, then sign in with it."
      simulator={simulator}
    >
      <ResetPasswordForm secret={secret} email={link.user.email} action={choosePassword} />
    </Entrance>
  );
}
