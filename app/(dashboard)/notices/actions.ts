"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { changeChannel } from "@/lib/services/change-channel";
import type { ChannelProblems } from "@/lib/services/channel-input";
import { createChannel } from "@/lib/services/create-channel";
import { deleteChannel } from "@/lib/services/delete-channel";
import { resendDelivery } from "@/lib/services/resend-delivery";
import { testChannel } from "@/lib/services/test-channel";
import { runAction, textField } from "@/lib/web/action";
import type { ActionResult } from "@/lib/web/action-result";

const GONE: ActionResult = { tone: "bad", message: "This channel is no longer here. Reload the page." };

export async function addChannel(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const [kind, name, target] = [textField(form, "kind"), textField(form, "name"), textField(form, "target")];
    const outcome = await createChannel(ctx, { kind, name, target, events: chosenEvents(form) });
    if (outcome.kind === "invalid") return invalid(outcome.problems, form, kind === "email");
    revalidatePath("/notices");
    if (outcome.secret === null) redirect("/notices?done=added");
    const message = `${outcome.name} is added. Press Test at the channel once its receiver knows this secret.`;
    return { tone: "good", message, secret: outcome.secret };
  });
}

export async function editChannel(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const [channelId, name, target] = [
      textField(form, "channelId"),
      textField(form, "name"),
      textField(form, "target"),
    ];
    const outcome = await changeChannel(ctx, { channelId, name, target, events: chosenEvents(form) });
    switch (outcome.kind) {
      case "not_found":
        return GONE;
      case "invalid":
        return invalid(outcome.problems, form, false);
      case "changed":
        revalidatePath("/notices");
        redirect("/notices?done=changed");
    }
  });
}

export async function toggleChannel(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const enabled = textField(form, "enabled") === "on";
    const outcome = await changeChannel(ctx, { channelId: textField(form, "channelId"), enabled });
    revalidatePath("/notices");
    if (outcome.kind !== "changed") return GONE;
    return enabled
      ? { tone: "good", message: "Switched on. It gets what happens from now on." }
      : { tone: "calm", message: "Switched off. Nothing is sent there until you switch it on." };
  });
}

export async function sendTest(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const outcome = await testChannel(ctx, { channelId: textField(form, "channelId") });
    revalidatePath("/notices");
    switch (outcome.kind) {
      case "not_found":
        return GONE;
      case "failed":
        return { tone: "bad", message: outcome.problem };
      case "sent":
        return { tone: "good", message: `The test was delivered. Look for it there.${said(outcome.note)}` };
    }
  });
}

export async function removeChannel(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    await deleteChannel(ctx, { channelId: textField(form, "channelId") });
    revalidatePath("/notices");
    redirect("/notices?done=deleted");
  });
}

export async function resend(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const outcome = await resendDelivery(ctx, { deliveryId: textField(form, "deliveryId") });
    revalidatePath("/notices");
    switch (outcome.kind) {
      case "sent":
        return { tone: "good", message: `Sent.${said(outcome.note)}` };
      case "failed": {
        const next = outcome.nextAttemptAt === null ? "" : " It is tried again by itself for a day.";
        return { tone: "bad", message: `${outcome.problem}${next}` };
      }
      case "taken":
      case "not_dead":
        return { tone: "calm", message: "It is on its way already, or was sent." };
      case "not_found":
        return { tone: "bad", message: "This message is no longer here. Reload the page." };
    }
  });
}

function chosenEvents(form: FormData): string[] {
  return form.getAll("event").filter((value) => typeof value === "string");
}

function said(note: string | null): string {
  return note === null ? "" : ` ${note}`;
}

/** An incoming-webhook address is a secret and does not travel back; e-mail addresses may. */
function invalid(problems: ChannelProblems, form: FormData, keepTarget: boolean): ActionResult {
  const message = problems.kind ?? problems.target ?? problems.events ?? "Some fields need another look.";
  const values = { name: textField(form, "name"), events: chosenEvents(form).join(",") };
  return {
    tone: "bad",
    message,
    fieldErrors: problems,
    values: keepTarget ? { ...values, target: textField(form, "target") } : values,
  };
}
