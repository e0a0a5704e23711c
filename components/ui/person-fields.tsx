import type { ComponentProps } from "react";
import { PASSWORD_HINT, SHORTEST_PASSWORD } from "@/lib/domain/password-rule";
import { LONGEST_LINE } from "@/lib/domain/plain-line";
import { Field } from "./field";

type Told = Partial<
  Pick<ComponentProps<typeof Field>, "id" | "label" | "defaultValue" | "error" | "hint" | "readOnly">
>;

const LONGEST_EMAIL = 254;

/** What somebody new is called. */
export function NameField(told: Told) {
  return (
    <Field id="name" name="name" label="Your name" autoComplete="name" required maxLength={LONGEST_LINE} {...told} />
  );
}

/** Whom a browser's own list of passwords is asked about. */
export function EmailField(told: Told) {
  return (
    <Field
      id="email"
      name="email"
      type="email"
      label="E-mail"
      autoComplete="username"
      required
      maxLength={LONGEST_EMAIL}
      {...told}
    />
  );
}

/** A password that is yet to be chosen. */
export function NewPasswordField({ id = "password", label = "Password", ...told }: Told) {
  return (
    <Field
      id={id}
      name={id}
      type="password"
      label={label}
      autoComplete="new-password"
      required
      minLength={SHORTEST_PASSWORD}
      hint={PASSWORD_HINT}
      {...told}
    />
  );
}
