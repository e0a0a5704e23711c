"use client";

import { useEffect } from "react";
import { Field } from "@/components/ui/field";
import type { FactorWays } from "@/lib/domain/second-factor";

/** The second step of a sign-in: what the person has besides the password. */
export function FactorStep({ ways }: { ways: FactorWays }) {
  useEffect(() => document.getElementById("code")?.focus(), []);
  if (!ways.code) return <p role="status">Your password is right. Now your account asks for a passkey.</p>;
  return (
    <Field
      id="code"
      name="code"
      label="Code"
      hint={
        ways.authenticator
          ? "The six digits of your authenticator app, or a recovery code."
          : "One of your recovery codes, or use a passkey."
      }
      autoComplete="one-time-code"
      autoCapitalize="characters"
      spellCheck={false}
      maxLength={40}
      required
    />
  );
}
