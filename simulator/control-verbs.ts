import type { AccountInput, AccountName } from "./account-verbs";
import { CALLBACK_SIGNERS } from "./app-verbs";
import { ControlError } from "./control-error";
import {
  type ControlInput,
  choice,
  isControlInput,
  number,
  optionalBoolean,
  optionalChoice,
  optionalChoices,
  optionalNumber,
  optionalText,
  optionalTexts,
  text,
} from "./control-input";
import { FAULT_KINDS } from "./fault-kinds";
import { ENDPOINTS } from "./router";
import type { Simulator } from "./simulator";
import { ACCOUNT_FAULTS, type AccountFault } from "./store";
import { SWITCH_CHOICES, SWITCH_NAMES, type Switches } from "./switches";
import type { TokenInput } from "./token-verbs";

/** Carries out one verb; what it returns becomes the JSON answer. */
type Verb = (simulator: Simulator, input: ControlInput) => unknown;

function accountName(input: ControlInput): AccountName {
  return { username: optionalText(input, "username"), userId: optionalText(input, "userId") };
}

function accountInput(input: ControlInput): AccountInput {
  return {
    username: text(input, "username"),
    name: optionalText(input, "name"),
    accountType: optionalText(input, "accountType"),
    userId: optionalText(input, "userId"),
    appScopedId: optionalText(input, "appScopedId"),
    followers: optionalNumber(input, "followers"),
    hasTesterRole: optionalBoolean(input, "hasTesterRole"),
    personal: optionalBoolean(input, "personal"),
  };
}

function tokenInput(input: ControlInput): TokenInput {
  return {
    username: text(input, "username"),
    scopes: optionalTexts(input, "scopes"),
    issuedAt: optionalNumber(input, "issuedAt"),
    expiresAt: optionalNumber(input, "expiresAt"),
    kind: optionalChoice(input, "kind", ["long", "short"]),
  };
}

function tokenInputs(input: ControlInput): TokenInput[] {
  const { tokens } = input;
  if (!Array.isArray(tokens)) throw new ControlError("invalid_input", "tokens must be a list.");
  return tokens.map((item: unknown) => {
    if (!isControlInput(item)) throw new ControlError("invalid_input", "tokens holds objects.");
    return tokenInput(item);
  });
}

function accountFault(input: ControlInput): AccountFault | null {
  return optionalChoice(input, "fault", ACCOUNT_FAULTS) ?? null;
}

function switchValue(input: ControlInput, name: keyof Switches): unknown {
  const choices = SWITCH_CHOICES[name];
  if (choices === "number") return number(input, name);
  if (choices === "number_or_null") return optionalNumber(input, name) ?? null;
  const given = input[name];
  const value = choices.find((allowed) => allowed === given || String(allowed) === given);
  if (value === undefined) {
    throw new ControlError("invalid_input", `${name} must be one of ${choices.join(", ")}.`);
  }
  return value;
}

function switches(input: ControlInput): Partial<Switches> {
  const unknown = Object.keys(input).find((name) => !SWITCH_NAMES.some((known) => known === name));
  if (unknown !== undefined) throw new ControlError("invalid_input", `No switch ${unknown}.`);
  const names = SWITCH_NAMES.filter((name) => name in input);
  return Object.fromEntries(names.map((name) => [name, switchValue(input, name)]));
}

/** Every method of `Simulator` that may be called from outside, by its name in the address. */
export const CONTROL_VERBS: Readonly<Record<string, Verb>> = {
  "add-account": (simulator, input) => simulator.addAccount(accountInput(input)),
  "update-account": (simulator, input) =>
    simulator.updateAccount({
      ...accountInput(input),
      newUsername: optionalText(input, "newUsername"),
    }),
  "issue-token": (simulator, input) => simulator.issueToken(tokenInput(input)),
  "issue-tokens": (simulator, input) => simulator.issueTokens(tokenInputs(input)),
  "expire-token": (simulator, input) => simulator.expireToken(accountName(input)),
  "set-account-fault": (simulator, input) =>
    simulator.setAccountFault({ ...accountName(input), fault: accountFault(input) }),
  "set-fault": (simulator, input) => ({
    id: simulator.setFault({
      kind: choice(input, "kind", FAULT_KINDS),
      endpoints: optionalChoices(input, "endpoints", ENDPOINTS),
      times: optionalNumber(input, "times"),
      minutes: optionalNumber(input, "minutes"),
      username: optionalText(input, "username"),
      milliseconds: optionalNumber(input, "milliseconds"),
      estimatedMinutes: optionalNumber(input, "estimatedMinutes"),
    }),
  }),
  "clear-faults": (simulator, input) => simulator.clearFaults({ id: optionalText(input, "id") }),
  "set-switches": (simulator, input) => simulator.setSwitches(switches(input)),
  advance: (simulator, input) => ({
    now: simulator.advance({
      days: optionalNumber(input, "days"),
      hours: optionalNumber(input, "hours"),
      minutes: optionalNumber(input, "minutes"),
      ms: optionalNumber(input, "ms"),
    }),
  }),
  "set-clock": (simulator, input) => ({ now: simulator.setClock({ at: number(input, "at") }) }),
  "freeze-clock": (simulator) => ({ now: simulator.freezeClock() }),
  "unfreeze-clock": (simulator) => ({ now: simulator.unfreezeClock() }),
  "send-callback": (simulator, input) =>
    simulator.sendCallback({
      ...accountName(input),
      kind: choice(input, "kind", ["deauthorize", "data_deletion"]),
      url: optionalText(input, "url"),
      secret: optionalChoice(input, "secret", CALLBACK_SIGNERS),
      issuedAt: optionalNumber(input, "issuedAt"),
      id: optionalChoice(input, "id", ["app_scoped", "user_id"]),
    }),
  "add-redirect-uri": (simulator, input) => ({
    redirectUris: simulator.addRedirectUri({ redirectUri: text(input, "redirectUri") }),
  }),
  "rotate-secret": (simulator, input) => ({
    clientSecret: simulator.rotateSecret({ clientSecret: optionalText(input, "clientSecret") }),
  }),
  "valid-token": (simulator, input) => ({ tokens: simulator.validToken(accountName(input)) }),
  "issued-secrets": (simulator) => ({ secrets: simulator.issuedSecrets() }),
  stats: (simulator) => simulator.stats(),
  "reset-stats": (simulator) => simulator.resetStats(),
  reset: (simulator) => simulator.reset(),
};
