"use server";

import { headers } from "next/headers";
import { redirect, unstable_rethrow } from "next/navigation";
import { serverContext } from "@/lib/services/context";
import { createOwner as create } from "@/lib/services/create-owner";
import { failedAction, textField } from "@/lib/web/action";
import type { ActionResult } from "@/lib/web/action-result";
import { adapters } from "@/lib/web/adapters";
import { clientAddress } from "@/lib/web/client-address";

/** Open to everybody, and only while there is no owner. */
export async function createOwner(_previous: ActionResult | null, form: FormData): Promise<ActionResult> {
  const wired = adapters();
  const values = { name: textField(form, "name"), email: textField(form, "email") };
  try {
    const outcome = await create(serverContext(wired), {
      ...values,
      password: textField(form, "password"),
      address: clientAddress(await headers()),
    });
    if (outcome.kind === "invalid") {
      return { tone: "bad", message: "Some fields need another look.", fieldErrors: outcome.fieldErrors, values };
    }
    redirect(outcome.kind === "created" ? "/sign-in?created=1" : "/sign-in");
  } catch (error) {
    unstable_rethrow(error);
    return { ...failedAction(wired.log, error), values };
  }
}
