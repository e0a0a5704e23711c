import { randomBytes } from "node:crypto";
import { type AccountName, requireAccount } from "./account-verbs";
import { DEFAULT_REDIRECT_URI } from "./app";
import { ControlError } from "./control-error";
import { isLoopbackAddress } from "./loopback";
import type { CallbackAnswer, PostCallback } from "./post-callback";
import { type CallbackKind, callbackPayload, signRequest } from "./signed-request";
import { touch } from "./store";
import type { InstagramApp, World } from "./world";

const SECRET_LENGTH = 32;
const HEXADECIMAL = "0123456789abcdef";
const PRINTABLE_ASCII = /^[\x21-\x7e]+$/;

export interface CallbackInput extends AccountName {
  kind: CallbackKind;
  /** Loopback addresses only; the app's own address for this kind when left out. */
  url?: string;
  /** The app secret that signs; the switch `signWith` when left out. `wrong`: one that nobody knows. */
  secret?: CallbackSigner;
  /** Which of the account's ids is sent; the app-scoped one when left out. */
  id?: "app_scoped" | "user_id";
  /** Unix milliseconds; now when left out. */
  issuedAt?: number;
}

export const CALLBACK_SIGNERS = ["instagram", "meta", "wrong"] as const;
export type CallbackSigner = (typeof CALLBACK_SIGNERS)[number];

const CALLBACK_PATHS: Record<CallbackKind, string> = {
  deauthorize: "/api/instagram/deauthorize",
  data_deletion: "/api/instagram/data-deletion",
};

/** Where the app that was registered last takes a callback, as the Meta dashboard would hold it. */
export function callbackUrl({ redirectUris }: Pick<InstagramApp, "redirectUris">, kind: CallbackKind): string {
  const newest = redirectUris.findLast((uri) => /^https?:/i.test(uri)) ?? DEFAULT_REDIRECT_URI;
  return new URL(CALLBACK_PATHS[kind], newest).href;
}

/** Calls the app back with a signed request and returns its answer (instagram-platform §10). */
export async function sendCallback(world: World, post: PostCallback, input: CallbackInput): Promise<CallbackAnswer> {
  const url = input.url ?? callbackUrl(world.app, input.kind);
  if (!isLoopbackAddress(url)) {
    throw new ControlError("invalid_input", "Callbacks go to loopback addresses only.");
  }
  const account = requireAccount(world, input);
  const id = input.id === "user_id" ? account.userId : account.appScopedId;
  const signWith = input.secret ?? world.switches.signWith;
  const secrets: Record<CallbackSigner, string> = {
    instagram: world.app.clientSecret,
    meta: world.app.metaSecret,
    wrong: randomBytes(SECRET_LENGTH / 2).toString("hex"),
  };
  const secret = secrets[signWith];
  const payload = callbackPayload(input.kind, id, input.issuedAt ?? world.clock.now());
  try {
    return await post(url, { signed_request: signRequest(payload, secret) });
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
