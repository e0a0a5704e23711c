import type { Metadata } from "next";
import { connection } from "next/server";
import { Entrance } from "@/components/shell/entrance";
import { ForgotPasswordForm } from "@/components/sign-in/forgot-password-form";
import { ButtonLink } from "@/components/ui/button-link";
import { serverContext } from "@/lib/services/context";
import { canResetByMail } from "@/lib/services/request-password-reset";
import { adapters } from "@/lib/web/adapters";
import { serverFacts } from "@/lib/web/page";
import { requestLink } from "./actions";

export const metadata: Metadata = { title: "Forgotten password" };

export default async function ForgotPasswordPage() {
  await connection();
  const { simulator } = await serverFacts();
  if (!canResetByMail(serverContext(adapters()))) {
    return (
      <Entrance
        title="Forgotten password"
        text="This server sends no mail, so it cannot send you a link."
        simulator={simulator}
      >
        <p className="mb-3">
          Ask an owner to remove you from the team and to invite you again. What you did stays in the history.
        </p>
        <p className="mb-4">
          If you are the owner, ask whoever runs the server for <code>npm run owner:reset</code>. It sets a new
          password.
        </p>
        <ButtonLink href="/sign-in">Back to sign-in</ButtonLink>
      </Entrance>
    );
  }
  return (
    <Entrance
      title="Forgotten password"
      text="We mail you a link with which you choose a new one."
      simulator={simulator}
    >
      <ForgotPasswordForm action={requestLink} />
    </Entrance>
  );
}
