import { type AccountName, requireAccount } from "./account-verbs";
import { ControlError } from "./control-error";
import { isLoopbackAddress } from "./loopback";
import type { CallbackAnswer, PostCallback } from "./post-callback";
import { type CallbackKind, callbackPayload, signRequest } from "./signed-request";
import { touch } from "./store";
import type { World } from "./world";

const SECRET_LENGTH = 32;
const HEXADECIMAL = "0123456789abcdef";
const PRINTABLE_ASCII = /^[\x21-\x7e]+$/;

export interface CallbackInput extends AccountName {
  kind: CallbackKind;
  /** Loopback addresses only. */
  url: string;
  /** The app secret that signs; the switch `signWith` when left out. */
  secret?: "instagram" | "meta";
  /** Which of the account's ids is sent; the app-scoped one when left out. */
  id?: "app_scoped" | "user_id";
}

/** Calls the app back with a signed request and returns its answer (instagram-platform §10). */
export async function sendCallback(world: World, post: PostCallback, input: CallbackInput): Promise<CallbackAnswer> {
  if (!isLoopbackAddress(input.url)) {
    throw new ControlError("invalid_input", "Callbacks go to loopback addresses only.");
  }
  const account = requireAccount(world, input);
  const id = input.id === "user_id" ? account.userId : account.appScopedId;
  const signWith = input.secret ?? world.switches.signWith;
  const secret = signWith === "meta" ? world.app.metaSecret : world.app.clientSecret;
  const payload = callbackPayload(input.kind, id, world.clock.now());
  try {
    return await post(input.url, { signed_request: signRequest(payload, secret) });
  } catch (cause) {
    throw new ControlError("callback_failed", "Nobody answered at that address.", { cause });
  }
}

export function addRedirectUri(world: World, redirectUri: string): string[] {
  if (!URL.canParse(redirectUri) || !PRINTABLE_ASCII.test(redirectUri)) {
    throw new ControlError("invalid_input", "That is no address.");
  }
  world.app.redirectUris = [...new Set([...world.app.redirectUris, redirectUri])];
  touch(world.store);
  return [...world.app.redirectUris];
}

export function rotateSecret(world: World, clientSecret: string | undefined): string {
  world.store.issuedSecrets.push(world.app.clientSecret);
  world.app.clientSecret = clientSecret ?? world.random.text(SECRET_LENGTH, HEXADECIMAL);
  touch(world.store);
  return world.app.clientSecret;
}
