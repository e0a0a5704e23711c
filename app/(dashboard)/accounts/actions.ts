"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { parseAccountQuery } from "@/lib/domain/account-query";
import { checkSentence } from "@/lib/domain/check-outcome";
import { extendSentence, extendTally } from "@/lib/domain/extend-outcome";
import { IMPORT_TOO_LARGE, LARGEST_IMPORT } from "@/lib/domain/import-outcome";
import { untilFarewell } from "@/lib/farewell";
import { checkAccount as check } from "@/lib/services/check-account";
import { disconnectAccount as disconnect } from "@/lib/services/disconnect-account";
import { driveBatch } from "@/lib/services/drive-batch";
import { renewToken } from "@/lib/services/renew-token";
import { setAutoRenew as autoRenew } from "@/lib/services/set-auto-renew";
import { setLabel as label } from "@/lib/services/set-label";
import { startExtendBatch, startImportBatch } from "@/lib/services/start-batch";
import { runAction, textField } from "@/lib/web/action";
import type { ActionResult } from "@/lib/web/action-result";
import { adapters } from "@/lib/web/adapters";

const TONES = { done: "good", skipped: "calm", failed: "bad" } as const;

export async function extendAccount(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const outcome = await renewToken(ctx, { accountId: textField(form, "accountId") });
    revalidatePath("/accounts", "layout");
    return { tone: TONES[extendTally(outcome)], message: extendSentence(outcome) };
  });
}

export async function checkAccount(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const outcome = await check(ctx, { accountId: textField(form, "accountId") });
    revalidatePath("/accounts", "layout");
    return { tone: outcome.kind === "works" ? "good" : "bad", message: checkSentence(outcome) };
  });
}

export async function setLabel(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const outcome = await label(ctx, { accountId: textField(form, "accountId"), label: textField(form, "label") });
    revalidatePath("/accounts", "layout");
    switch (outcome.kind) {
      case "set":
        return { tone: "good", message: outcome.label === "" ? "Label removed." : `Label set to “${outcome.label}”.` };
      case "unchanged":
        return { tone: "calm", message: "The label stays as it was." };
      case "not_found":
        return { tone: "bad", message: "This account is no longer here. Go back to the list." };
    }
  });
}

export async function setAutoRenew(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const wanted = textField(form, "autoRenew") === "on";
    const outcome = await autoRenew(ctx, { accountId: textField(form, "accountId"), autoRenew: wanted });
    revalidatePath("/accounts", "layout");
    switch (outcome.kind) {
      case "set":
        return wanted
          ? { tone: "good", message: `@${outcome.username} is renewed by itself again.` }
          : {
              tone: "calm",
              message: `@${outcome.username} is no longer renewed by itself: press Extend before its token ends.`,
            };
      case "unchanged":
        return { tone: "calm", message: `Renewal by itself is ${wanted ? "on" : "off"} already.` };
      case "not_found":
        return { tone: "bad", message: "This account is no longer here. Go back to the list." };
    }
  });
}

export async function disconnectAccount(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const typedUsername = textField(form, "username");
    const outcome = await disconnect(ctx, { accountId: textField(form, "accountId"), typedUsername });
    switch (outcome.kind) {
      case "disconnected":
        revalidatePath("/accounts", "layout");
        redirect(`/accounts?notice=disconnected&username=${encodeURIComponent(outcome.username)}`);
        break;
      case "username_differs": {
        const message = `Type ${outcome.username} to disconnect this account. Nothing was changed.`;
        return { tone: "bad", message, fieldErrors: { username: message }, values: { username: typedUsername } };
      }
      case "superseded":
        return { tone: "bad", message: "The account changed at the same moment. Nothing was changed here; try again." };
      case "not_found":
        return { tone: "bad", message: "This account is already disconnected or no longer here. Go back to the list." };
    }
  });
}

export async function extendSelected(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const accountIds = form.getAll("account").filter((value) => typeof value === "string");
    if (accountIds.length === 0) return { tone: "calm", message: "Select at least one account first." };
    return openBatch(await startExtendBatch(ctx, { accountIds }));
  });
}

export async function extendAll(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const names = ["q", "status", "label"];
    const filter = parseAccountQuery(Object.fromEntries(names.map((name) => [name, textField(form, name)])));
    return openBatch(await startExtendBatch(ctx, { filter }));
  });
}

export async function importTokens(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  return runAction(async (ctx) => {
    const file = form.get("file");
    const isFile = file instanceof File && file.size > 0;
    if (isFile && file.size > LARGEST_IMPORT) {
      return { tone: "bad", message: IMPORT_TOO_LARGE, fieldErrors: { file: IMPORT_TOO_LARGE } };
    }
    return openBatch(await startImportBatch(ctx, isFile ? await file.text() : textField(form, "tokens")));
  });
}

/** The work goes on in this process, or in the one after it, whether or not anybody looks. */
function openBatch(runId: string | null): ActionResult {
  if (runId === null) return { tone: "calm", message: "None of these can be extended right now." };
  const wired = adapters();
  untilFarewell((stopping) => driveBatch(wired, runId, stopping)).catch((error) =>
    wired.log.error({ event: "batch_stopped", runId, err: error }, "batch stopped"),
  );
  redirect(`/accounts/batches/${runId}`);
}
