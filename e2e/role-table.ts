import { REVEAL_CONFIRMATION } from "../lib/domain/reveal-rule";
import type { Verb } from "../lib/domain/role";
import { MATRIX_PASSWORD, type MatrixWorld } from "./matrix-world";

type Fields = Record<string, string>;

export interface Call {
  /** Who may: those with the verb, everybody who is signed in, or whoever comes. */
  who: Verb | "signed_in" | "everybody";
  /** What those who may read, or where they are sent. It shows that the call has got through to what it is for. */
  says: RegExp;
}

export interface ActionCall extends Call {
  /** A page that has the action. */
  page: (world: MatrixWorld) => string;
  fields?: (world: MatrixWorld) => Fields;
}

export interface HandlerCall extends Call {
  path: (world: MatrixWorld) => string;
  headers?: Fields;
  /** Sent as JSON. */
  json?: (world: MatrixWorld) => unknown;
  /** Sent as a form. */
  form?: (world: MatrixWorld) => Fields;
}

const account = ({ accountId }: MatrixWorld): Fields => ({ accountId });
const channel = ({ channelId }: MatrixWorld): Fields => ({ channelId });
const on = (path: string) => (): string => path;
const onAccount = ({ accountId }: MatrixWorld): string => `/accounts/${accountId}`;

const ACCOUNTS = "app/(dashboard)/accounts/actions.ts";
const DISCONNECT = "app/(dashboard)/accounts/disconnect/actions.ts";
const ACCOUNT = "app/(dashboard)/accounts/[accountId]/actions.ts";
const NOTICES = "app/(dashboard)/notices/actions.ts";
const SETTINGS = "app/(dashboard)/settings/actions.ts";
const PROFILE = "app/(dashboard)/settings/profile/actions.ts";
const FACTORS = "app/(dashboard)/settings/profile/factor-actions.ts";
const TEAM = "app/(dashboard)/team/actions.ts";

/** Every server action, by file and name. */
export const ACTIONS: Record<string, ActionCall> = {
  [`${ACCOUNTS}#extendAccount`]: { who: "change_accounts", page: on("/accounts"), fields: account, says: /extended/ },
  [`${ACCOUNTS}#checkAccount`]: { who: "change_accounts", page: on("/accounts"), fields: account, says: /works/ },
  [`${ACCOUNTS}#setLabel`]: {
    who: "change_accounts",
    page: onAccount,
    fields: ({ accountId }) => ({ accountId, label: "Matrix" }),
    says: /Label set to/,
  },
  [`${ACCOUNTS}#setAutoRenew`]: {
    who: "change_accounts",
    page: onAccount,
    fields: ({ accountId }) => ({ accountId, autoRenew: "off" }),
    says: /no longer renewed by itself/,
  },
  [`${ACCOUNTS}#disconnectAccount`]: {
    who: "change_accounts",
    page: onAccount,
    fields: ({ accountId, username }) => ({ accountId, username }),
    says: /notice=disconnected/,
  },
  [`${DISCONNECT}#disconnectAccounts`]: {
    who: "change_accounts",
    page: ({ accountId }) => `/accounts/disconnect?account=${accountId}`,
    fields: ({ accountId }) => ({ account: accountId, count: "1" }),
    says: /notice=disconnected/,
  },
  [`${ACCOUNTS}#extendSelected`]: {
    who: "change_accounts",
    page: on("/accounts"),
    fields: ({ accountId }) => ({ account: accountId }),
    says: /\/accounts\/batches\//,
  },
  [`${ACCOUNTS}#extendAll`]: { who: "change_accounts", page: on("/accounts"), says: /\/accounts\/batches\// },
  [`${ACCOUNTS}#importTokens`]: {
    who: "change_accounts",
    page: on("/accounts/import"),
    fields: ({ newToken }) => ({ tokens: newToken }),
    says: /\/accounts\/batches\//,
  },
  [`${ACCOUNT}#createBadgeLink`]: {
    who: "change_accounts",
    page: onAccount,
    fields: account,
    says: /The badge is made/,
  },
  [`${ACCOUNT}#revokeBadgeLink`]: {
    who: "change_accounts",
    page: onAccount,
    fields: account,
    says: /There was no badge/,
  },
  [`${NOTICES}#addChannel`]: {
    who: "change_notices",
    page: on("/notices"),
    fields: () => ({
      kind: "slack",
      name: "New",
      target: "https://hooks.slack.com/services/T/B/x",
      event: "app_fault",
    }),
    says: /done=added/,
  },
  [`${NOTICES}#editChannel`]: {
    who: "change_notices",
    page: on("/notices"),
    fields: ({ channelId }) => ({ channelId, name: "Another name", target: "", event: "app_fault" }),
    says: /done=changed/,
  },
  [`${NOTICES}#toggleChannel`]: {
    who: "change_notices",
    page: on("/notices"),
    fields: ({ channelId }) => ({ channelId, enabled: "off" }),
    says: /Switched off/,
  },
  [`${NOTICES}#sendTest`]: {
    who: "change_notices",
    page: on("/notices"),
    fields: channel,
    says: /The test was delivered/,
  },
  [`${NOTICES}#removeChannel`]: { who: "change_notices", page: on("/notices"), fields: channel, says: /done=deleted/ },
  [`${NOTICES}#resend`]: {
    who: "change_notices",
    page: on("/notices"),
    fields: ({ deliveryId }) => ({ deliveryId }),
    says: /^Sent/,
  },
  [`${SETTINGS}#createCalendarLink`]: { who: "change_accounts", page: on("/settings"), says: /The address is made/ },
  [`${SETTINGS}#revokeCalendarLink`]: { who: "change_accounts", page: on("/settings"), says: /There was no address/ },
  [`${SETTINGS}#endReveal`]: {
    who: "change_security",
    page: on("/settings"),
    fields: () => ({ confirmation: REVEAL_CONFIRMATION }),
    says: /Switched off for good/,
  },
  "app/(dashboard)/settings/factor-rule-action.ts#setFactorRule": {
    who: "change_security",
    page: on("/settings"),
    fields: () => ({ required: "on" }),
    says: /Add a second factor to your own profile first/,
  },
  [`${PROFILE}#changeName`]: {
    who: "change_profile",
    page: on("/settings/profile"),
    fields: () => ({ name: "Another Name" }),
    says: /Your name is Another Name/,
  },
  [`${PROFILE}#changePassword`]: {
    who: "change_profile",
    page: on("/settings/profile"),
    fields: () => ({ present: MATRIX_PASSWORD, next: "other words that nobody guesses" }),
    says: /Your password is changed/,
  },
  [`${PROFILE}#endSession`]: {
    who: "change_profile",
    page: on("/settings/profile"),
    fields: () => ({ session: "none" }),
    says: /was signed out already/,
  },
  [`${PROFILE}#endOtherSessions`]: {
    who: "change_profile",
    page: on("/settings/profile"),
    says: /No other browser/,
  },
  [`${FACTORS}#startAuthenticator`]: {
    who: "change_profile",
    page: on("/settings/profile"),
    says: /Add it to your app/,
  },
  [`${FACTORS}#confirmAuthenticator`]: {
    who: "change_profile",
    page: on("/settings/profile"),
    fields: () => ({ code: "000000" }),
    says: /code/,
  },
  [`${FACTORS}#removeAuthenticator`]: {
    who: "change_profile",
    page: on("/settings/profile"),
    says: /It was removed already/,
  },
  [`${FACTORS}#removePasskey`]: {
    who: "change_profile",
    page: on("/settings/profile"),
    fields: () => ({ passkey: "none" }),
    says: /It was removed already/,
  },
  [`${FACTORS}#renamePasskey`]: {
    who: "change_profile",
    page: on("/settings/profile"),
    fields: () => ({ passkey: "none", name: "Key" }),
    says: /no longer there/,
  },
  [`${FACTORS}#makeRecoveryCodes`]: {
    who: "change_profile",
    page: on("/settings/profile"),
    says: /Add an authenticator app or a passkey first/,
  },
  [`${TEAM}#invite`]: {
    who: "change_team",
    page: on("/team"),
    fields: () => ({ role: "owner", email: "new@example.com" }),
    says: /The invitation is made/,
  },
  [`${TEAM}#revoke`]: {
    who: "change_team",
    page: on("/team"),
    fields: ({ invitationId }) => ({ invitationId }),
    says: /done=revoked/,
  },
  [`${TEAM}#giveRole`]: {
    who: "change_team",
    page: on("/team"),
    fields: ({ colleagueId }) => ({ userId: colleagueId, role: "owner" }),
    says: /Now an owner/,
  },
  [`${TEAM}#remove`]: {
    who: "change_team",
    page: on("/team"),
    fields: ({ colleagueId }) => ({ userId: colleagueId }),
    says: /done=removed/,
  },
  [`${TEAM}#signOut`]: {
    who: "change_team",
    page: on("/team"),
    fields: ({ colleagueId }) => ({ userId: colleagueId }),
    says: /done=signed-out/,
  },
  "app/proof/actions.ts#prove": {
    who: "signed_in",
    page: on("/proof"),
    fields: () => ({ password: MATRIX_PASSWORD, next: "/team" }),
    says: /^\/team/,
  },
  "app/forgot-password/actions.ts#requestLink": {
    who: "everybody",
    page: on("/forgot-password"),
    fields: () => ({ email: "owner@example.com" }),
    says: /This server sends no mail/,
  },
  "app/reset-password/[secret]/actions.ts#choosePassword": {
    who: "everybody",
    page: on(`/reset-password/${"a".repeat(43)}`),
    fields: () => ({ secret: "a".repeat(43), password: "other words that nobody guesses" }),
    says: /no longer good/,
  },
  "app/setup/actions.ts#createOwner": {
    who: "everybody",
    page: on("/setup"),
    fields: () => ({ name: "Mallory", email: "mallory@example.com", password: "four words nobody guesses" }),
    says: /^\/sign-in/,
  },
  "app/invite/[secret]/actions.ts#join": {
    who: "everybody",
    page: ({ invitationSecret }) => `/invite/${invitationSecret}`,
    fields: ({ invitationSecret }) => ({
      secret: invitationSecret,
      name: "Cleo",
      email: "cleo@example.com",
      password: "four words nobody guesses",
    }),
    says: /created=joined/,
  },
};

const FOUND = /^200 /;
const NOTHING_THERE: HandlerCall[] = [{ who: "everybody", path: on("/api/none"), says: /^404 .*"code":"not_found"/ }];

/** Every route handler, by method and route; a route with several doors has several calls. */
export const HANDLERS: Record<string, HandlerCall[]> = {
  "GET /accounts/[accountId]/picture": [
    { who: "see_accounts", path: (world) => `${onAccount(world)}/picture`, says: /^404 .*"code":"not_found"/ },
  ],
  "POST /accounts/[accountId]/token": [
    { who: "reveal_tokens", path: (world) => `${onAccount(world)}/token`, says: /^200 .*"token":"IGAA/ },
  ],
  "GET /activity/export": [{ who: "see_accounts", path: on("/activity/export"), says: FOUND }],
  "GET /api/auth/[...nextauth]": [
    { who: "everybody", path: on("/api/auth/session"), says: FOUND },
    { who: "everybody", path: on("/api/auth/csrf"), says: FOUND },
    { who: "see_accounts", path: on("/api/auth/callback/instagram"), says: /^302 .*\/accounts/ },
  ],
  "POST /api/auth/[...nextauth]": [
    { who: "change_accounts", path: on("/api/auth/signin/instagram"), says: /^(?:200|302) / },
    { who: "everybody", path: on("/api/auth/callback/credentials"), says: /^(?:302|401) / },
    { who: "everybody", path: on("/api/auth/signout"), says: /^(?:200|302) / },
  ],
  "POST /api/instagram/data-deletion": [
    {
      who: "everybody",
      path: on("/api/instagram/data-deletion"),
      form: () => ({ signed_request: "a.b" }),
      says: /^422 /,
    },
  ],
  "POST /api/instagram/deauthorize": [
    {
      who: "everybody",
      path: on("/api/instagram/deauthorize"),
      form: () => ({ signed_request: "a.b" }),
      says: /^422 /,
    },
  ],
  "GET /settings/audit/export": [{ who: "see_audit", path: on("/settings/audit/export"), says: FOUND }],
  "GET /api/batches/[batchId]": [
    { who: "see_accounts", path: ({ batchId }) => `/api/batches/${batchId}`, says: FOUND },
  ],
  "GET /api/changes": [{ who: "see_accounts", path: on("/api/changes"), says: FOUND }],
  "GET /api/cron/renew": [{ who: "everybody", path: on("/api/cron/renew"), says: /^401 / }],
  "POST /api/cron/renew": [{ who: "everybody", path: on("/api/cron/renew"), says: /^401 / }],
  "GET /api/health": [{ who: "everybody", path: on("/api/health"), says: FOUND }],
  "GET /badge/[file]": [{ who: "everybody", path: on("/badge/none.svg"), says: /^404 / }],
  "GET /calendar/[file]": [{ who: "everybody", path: on("/calendar/none.ics"), says: /^404 / }],
  "GET /icons.svg": [{ who: "everybody", path: on("/icons.svg"), says: FOUND }],
  "GET /icon.svg": [{ who: "everybody", path: on("/icon.svg"), says: FOUND }],
  "GET /api/proof": [{ who: "signed_in", path: on("/api/proof"), says: FOUND }],
  "POST /api/proof": [
    {
      who: "signed_in",
      path: on("/api/proof"),
      json: () => ({ password: MATRIX_PASSWORD }),
      says: /^200 .*"proven":true/,
    },
  ],
  "POST /api/passkeys": [
    {
      who: "change_profile",
      path: on("/api/passkeys"),
      json: () => ({ name: "Key", challengeId: "none", response: {} }),
      says: /^200 .*not accepted/,
    },
  ],
  "POST /api/passkeys/registration": [
    { who: "change_profile", path: on("/api/passkeys/registration"), says: /^200 .*"challengeId"/ },
  ],
  "POST /api/passkeys/sign-in": [{ who: "everybody", path: on("/api/passkeys/sign-in"), says: FOUND }],
  "POST /api/passkeys/proof": [{ who: "signed_in", path: on("/api/passkeys/proof"), says: FOUND }],
  ...Object.fromEntries(
    ["GET", "POST", "PUT", "PATCH", "DELETE"].map((method) => [`${method} /api/[...path]`, NOTHING_THERE]),
  ),
};
