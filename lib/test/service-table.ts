import type { Verb } from "@/lib/domain/role";

export interface GuardedService {
  verb: Verb;
  /** What to call it with, behind the context. */
  input: readonly unknown[];
  /** The function that asks for the verb, where the service hands everything over to it at once. */
  through?: string;
}

const ACCOUNT = { accountId: "none" };
const CHANNEL = { channelId: "none" };
const CALENDAR = { kind: "calendar", accountId: null };
const ACTIVITY = { account: "", kind: null, person: "", from: null, to: null, page: 1 };
const AUDIT = { action: null, person: "", outcome: null, from: null, to: null, page: 1 };
const ACCOUNTS = { search: "", status: null, label: null, sort: "expiry", direction: "asc", page: 1 };
const NEW_CHANNEL = { kind: "webhook", name: "Bot", target: "https://example.com/hook", events: ["expiring_soon"] };
const ROTATION = { serversStopped: false, signal: AbortSignal.abort(), onProgress: () => undefined };
const SIGNED_REQUEST = { userIds: ["17841405309211845"], issuedAt: null };

/** What each service asks for, by `file#function`. Written out, so that a change of a service is a change of this table. */
export const GUARDED: Record<string, GuardedService> = {
  "add-passkey#addPasskey": { verb: "change_profile", input: [{ challengeId: "none", name: "Key", response: {} }] },
  "change-channel#changeChannel": { verb: "change_notices", input: [{ ...CHANNEL, enabled: false }] },
  "change-name#changeName": { verb: "change_profile", input: ["Somebody"] },
  "change-password#changePassword": { verb: "change_profile", input: [{ present: "x", next: "y" }] },
  "change-role#changeRole": { verb: "change_team", input: [{ userId: "none", role: "viewer" }] },
  "check-account#checkAccount": { verb: "change_accounts", input: [ACCOUNT] },
  "confirm-authenticator#confirmAuthenticator": { verb: "change_profile", input: [{ code: "000000" }] },
  "connect-account#connectAccount": {
    verb: "change_accounts",
    input: [{ grant: {}, profile: {}, reconnectAccountId: "" }],
  },
  "create-channel#createChannel": { verb: "change_notices", input: [NEW_CHANNEL] },
  "create-feed-link#createFeedLink": { verb: "change_accounts", input: [CALENDAR] },
  "delete-channel#deleteChannel": { verb: "change_notices", input: [CHANNEL] },
  "delete-person-data#deletePersonData": {
    verb: "change_accounts",
    input: [{ request: SIGNED_REQUEST, signedRequest: "a.b", address: "192.0.2.1" }],
  },
  "disconnect-account#disconnectAccount": { verb: "change_accounts", input: [ACCOUNT] },
  "end-other-sessions#endOtherSessions": { verb: "change_profile", input: [] },
  "end-own-session#endOwnSession": { verb: "change_profile", input: ["none"] },
  "exchange-code#exchangeCode": { verb: "change_accounts", input: ["code"] },
  "fetch-picture#fetchPicture": { verb: "see_accounts", input: [{ address: "https://example.com/a.jpg" }] },
  "import-token#importToken": {
    verb: "change_accounts",
    input: [{ token: `IGAA${"x".repeat(100)}`, issuedAt: null, expiresAt: null, label: null }],
  },
  "invite-person#invitePerson": { verb: "change_team", input: [{ role: "viewer", email: "" }] },
  "list-accounts#listAccounts": { verb: "see_accounts", input: [ACCOUNTS] },
  "list-accounts#readRunway": { verb: "see_accounts", input: [] },
  "list-accounts#readRenewalDays": { verb: "see_accounts", input: [] },
  "list-accounts#countAttention": { verb: "see_accounts", input: [] },
  "list-activity#listActivity": { verb: "see_accounts", input: [ACTIVITY] },
  "list-activity#exportActivity": { verb: "see_accounts", input: [ACTIVITY] },
  "list-audit#exportAudit": { verb: "see_audit", input: [AUDIT] },
  "list-audit#listAudit": { verb: "see_audit", input: [AUDIT] },
  "list-channels#listChannels": { verb: "see_settings", input: [] },
  "list-deliveries#listDeliveries": { verb: "see_settings", input: [{ page: 1 }] },
  "list-keys#listKeys": { verb: "change_security", input: [] },
  "list-passkeys#listPasskeys": { verb: "change_profile", input: [] },
  "list-sessions#listSessions": { verb: "change_profile", input: [] },
  "list-team#listTeam": { verb: "see_team", input: [] },
  "make-recovery-codes#makeRecoveryCodes": { verb: "change_profile", input: [] },
  "read-account#readAccount": { verb: "see_accounts", input: ["none"] },
  "read-account#readHistory": { verb: "see_accounts", input: [{ ...ACCOUNT, page: 1 }] },
  "read-batch#readBatch": { verb: "see_accounts", input: ["none"] },
  "read-batch#openBatches": { verb: "see_accounts", input: [] },
  "read-factor-rule#readFactorRule": { verb: "see_settings", input: [] },
  "read-factor-settings#readFactorSettings": { verb: "change_profile", input: [] },
  "read-feed-link#readFeedLink": { verb: "see_accounts", input: [CALENDAR] },
  "read-live-state#readLiveState": { verb: "see_accounts", input: [new Date(0)] },
  "read-picture#readPicture": { verb: "see_accounts", input: [ACCOUNT] },
  "redeem-connect#redeemConnect": { verb: "change_accounts", input: ["state"] },
  "redeem-connect#readConnectOutcome": { verb: "see_accounts", input: ["none"] },
  "remove-authenticator#removeAuthenticator": { verb: "change_profile", input: [], through: "removeFactor" },
  "remove-factor#removeFactor": {
    verb: "change_profile",
    input: [async () => false, { action: "authenticator_removed" }],
  },
  "remove-passkey#removePasskey": { verb: "change_profile", input: ["none"], through: "removeFactor" },
  "remove-person#removePerson": { verb: "change_team", input: [{ userId: "none" }] },
  "rename-passkey#renamePasskey": { verb: "change_profile", input: [{ id: "none", name: "Key" }] },
  "renew-token#renewToken": { verb: "change_accounts", input: [ACCOUNT], through: "beginRenewal" },
  "renew-token#beginRenewal": { verb: "change_accounts", input: [ACCOUNT] },
  "resend-delivery#resendDelivery": { verb: "change_notices", input: [{ deliveryId: "none" }] },
  "reveal-switch#isRevealPossible": { verb: "see_settings", input: [] },
  "reveal-token#revealToken": { verb: "reveal_tokens", input: [ACCOUNT] },
  "revoke-feed-link#revokeFeedLink": { verb: "change_accounts", input: [CALENDAR] },
  "revoke-invitation#revokeInvitation": { verb: "change_team", input: [{ invitationId: "none" }] },
  "rotate-keys#rotateKeys": { verb: "change_security", input: [ROTATION] },
  "set-auto-renew#setAutoRenew": { verb: "change_accounts", input: [{ ...ACCOUNT, autoRenew: false }] },
  "set-factor-rule#setFactorRule": { verb: "change_security", input: [false] },
  "set-label#setLabel": { verb: "change_accounts", input: [{ ...ACCOUNT, label: "x" }] },
  "start-authenticator#startAuthenticator": { verb: "change_profile", input: [] },
  "start-batch#startExtendBatch": { verb: "change_accounts", input: [{ accountIds: [] }] },
  "start-batch#startImportBatch": { verb: "change_accounts", input: [`IGAA${"x".repeat(100)}`] },
  "start-connect#startConnect": { verb: "change_accounts", input: [{ reconnectAccountId: null }] },
  "start-passkey#startPasskey": { verb: "change_profile", input: [] },
  "switch-off-reveal#switchOffReveal": { verb: "change_security", input: [{ typed: "x" }] },
  "test-channel#testChannel": { verb: "change_notices", input: [CHANNEL] },
  "withdraw-access#withdrawAccess": {
    verb: "change_accounts",
    input: [{ request: SIGNED_REQUEST, address: "192.0.2.1" }],
  },
  "write-activity-csv#writeActivityCsv": { verb: "see_accounts", input: [ACTIVITY], through: "exportActivity" },
  "write-audit-csv#writeAuditCsv": { verb: "see_audit", input: [AUDIT] },
};

/** Services that ask for no verb, each with what stands in its place. */
export const OPEN: Record<string, string> = {
  "accept-invitation#acceptInvitation": "the invitation's secret is the permission",
  "check-passkey#checkPasskey": "the passkey is what it checks",
  "create-owner#createOwner": "works while there is no owner, and never again",
  "give-proof#giveProof": "everybody may prove who they are",
  "read-badge#readBadge": "the address is the permission",
  "read-calendar#readCalendar": "the address is the permission",
  "read-callback#readCallback": "the signature is the permission",
  "read-deletion-status#readDeletionStatus": "the code is the permission",
  "read-invitation#readInvitation": "the invitation's secret is the permission",
  "read-second-factors#readSecondFactors": "tells people of their own",
  "read-password-reset#readPasswordReset": "the link's secret is the permission",
  "request-password-reset#canResetByMail": "tells what the sign-in page shows to everybody",
  "request-password-reset#requestPasswordReset": "everybody may ask; the answer gives nothing away",
  "reset-password#resetPassword": "the link's secret is the permission",
  "send-password-reset#sendPasswordReset": "writes to the person alone, after the answer",
  "read-session#endSession": "ends the session whose cookie came with the request",
  "redeem-connect#finishConnect": "ends the flow that redeemConnect has opened for this person",
  "sign-in#signIn": "the password is what it checks",
  "sign-in-with-passkey#signInWithPasskey": "the passkey is what it checks",
  "start-passkey-use#startPasskeyUse": "asks a question that gives nothing away",
  "take-rate-limit#enforceRateLimit": "counts and refuses",
  "take-rate-limit#takeRateLimit": "counts and refuses",
};

/** Steps of services and of the server's own work: pages, actions and handlers must not call them. */
export const STEPS: readonly string[] = [
  "adopt-token#adoptToken",
  "app-condition#pauseCalls",
  "app-fault#absolve",
  "app-fault#endFault",
  "app-fault#lookForFault",
  "app-fault#tellLastingFault",
  "app-fault#tellRecovery",
  "ask-account#askAccount",
  "batch-item#runBatchItem",
  "check-claimed#checkClaimed",
  "claimed-account#claimAccount",
  "claimed-account#releaseAccount",
  "claimed-account#settleAtOnce",
  "context#actorColumns",
  "context#authorize",
  "dispatch-notices#dispatchNotices",
  "erase-account#eraseAccount",
  "give-recovery-codes#giveRecoveryCodes",
  "guess-throttle#forgetAttempts",
  "guess-throttle#takeAttempt",
  "guess-throttle#throttleKey",
  "open-session#openSession",
  "probe-fault#probeFault",
  "record-audit#audit",
  "record-audit#recordAudit",
  "record-event#eventRow",
  "record-event#logEvent",
  "record-event#recordEvent",
  "renew-claimed#renewClaimed",
  "renew-token#confirmClaimed",
  "require-proof#requireProof",
  "reseal-once#resealOnce",
  "reset-owner#chooseOwner",
  "reset-owner#resetOwner",
  "rotate-session#rotateSession",
  "run-record#beginRun",
  "settle#settle",
  "start-passkey-use#keepChallenge",
  "store-token#sealToken",
  "store-token#storeToken",
  "take-code#takeCode",
  "take-team-turn#takeTeamTurn",
  "write-digest#writeDigest",
];
