"use client";

import Link from "next/link";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { type ServerAction, useServerAction } from "@/components/ui/use-server-action";
import { CreatedSecret } from "./created-secret";
import { type EventChoice, EventChoices } from "./event-choices";

export interface ChannelFormProps {
  action: ServerAction;
  /** What the action must know beside the fields: the kind of a new channel, or which one is changed. */
  hidden: { name: "kind" | "channelId"; value: string };
  name: string;
  nameHint: string;
  target: { label: string; hint: string; type: "url" | "text"; required: boolean };
  events: readonly EventChoice[];
  submit: string;
}

/** Adds or edits a channel. The address goes to the server and never comes back, except for mistyped e-mail addresses. */
export function ChannelForm({ action, hidden, name, nameHint, target, events, submit }: ChannelFormProps) {
  const { formAction, onSubmit, result } = useServerAction(action);
  if (result?.secret !== undefined) return <CreatedSecret message={result.message} secret={result.secret} />;
  const { fieldErrors: errors = {}, values = {} } = result ?? {};
  const kept = values.events?.split(",");
  const choices =
    kept === undefined ? events : events.map((event) => ({ ...event, chosen: kept.includes(event.kind) }));
  return (
    // The browser's own bubbles would come before our words, which say more.
    <form
      action={formAction}
      onSubmit={onSubmit}
      noValidate
      className="grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-4"
      autoComplete="off"
    >
      <input type="hidden" name={hidden.name} value={hidden.value} />
      <div role="status" className="empty:absolute">
        {result !== null && <Alert tone={result.tone}>{result.message}</Alert>}
      </div>
      <Field
        id="channel-name"
        name="name"
        label="Name"
        hint={nameHint}
        maxLength={80}
        defaultValue={values.name ?? name}
        dir="auto"
      />
      <Field
        id="channel-target"
        name="target"
        type={target.type}
        label={target.label}
        hint={target.hint}
        error={errors.target}
        required={target.required}
        defaultValue={values.target}
        spellCheck={false}
        autoCapitalize="none"
      />
      <EventChoices choices={choices} error={errors.events} />
      <div className="flex flex-wrap gap-2.5">
        <SubmitButton tone="primary">{submit}</SubmitButton>
        <Link href="/notices" prefetch={false} className="btn btn-quiet">
          Cancel
        </Link>
      </div>
    </form>
  );
}
