import { ControlError } from "./control-error";
import { DIGITS } from "./random";
import {
  type Account,
  type AccountFault,
  type AccountType,
  accountByAnyId,
  accountByUsername,
  putAccount,
  touch,
} from "./store";
import { endTokens, expireTokens } from "./tokens";
import type { World } from "./world";

export interface AccountInput {
  username: string;
  name?: string;
  /** Any spelling of `Business` or `Media_Creator`; answers carry it in upper case. */
  accountType?: string;
  userId?: string;
  appScopedId?: string;
  followers?: number;
  hasTesterRole?: boolean;
  personal?: boolean;
}

export interface AccountChanges extends Omit<AccountInput, "userId" | "appScopedId"> {
  newUsername?: string;
}

/** Names an account by one of the two. */
export interface AccountName {
  username?: string;
  userId?: string;
}

const USERNAME = /^[^\s@<>"'&,/?#]{1,60}$/;
const ID = /^\d{5,25}$/;
const DEFAULT_FOLLOWERS = { minimum: 120, maximum: 60_000 };
const DEFAULT_MEDIA = { minimum: 3, maximum: 240 };

export function requireAccount(world: World, name: AccountName): Account {
  const account =
    name.username !== undefined
      ? accountByUsername(world.store, name.username)
      : accountByAnyId(world.store, name.userId ?? "");
  if (account === undefined) {
    throw new ControlError("unknown_account", "There is no such account in the simulator.");
  }
  return account;
}

function accountTypeOf(text: string | undefined): AccountType {
  const upper = (text ?? "BUSINESS").toUpperCase();
  if (upper === "BUSINESS" || upper === "MEDIA_CREATOR") return upper;
  throw new ControlError("invalid_input", "accountType is Business or Media_Creator.");
}

function freeUsername(world: World, text: string): string {
  const username = text.replace(/^@/, "");
  if (!USERNAME.test(username)) throw new ControlError("invalid_input", "That is no username.");
  if (accountByUsername(world.store, username) !== undefined) {
    throw new ControlError("account_exists", `@${username} exists already.`);
  }
  return username;
}

/** An id of 17 digits, above 2^53, that nobody has. */
function freeId(world: World, asked: string | undefined, start: string): string {
  if (asked !== undefined) {
    if (!ID.test(asked)) throw new ControlError("invalid_input", "Ids consist of digits.");
    if (accountByAnyId(world.store, asked) === undefined) return asked;
    throw new ControlError("account_exists", "Another account has that id.");
  }
  for (;;) {
    const id = start + world.random.text(17 - start.length, DIGITS);
    if (accountByAnyId(world.store, id) === undefined) return id;
  }
}

export function addAccount(world: World, input: AccountInput): Account {
  const { random, store } = world;
  const username = freeUsername(world, input.username);
  const account: Account = {
    userId: freeId(world, input.userId, "178414"),
    appScopedId: freeId(world, input.appScopedId, "2"),
    serial: store.accounts.size + 1,
    username,
    name: input.name ?? username,
    accountType: accountTypeOf(input.accountType),
    followers: input.followers ?? random.integer(DEFAULT_FOLLOWERS.minimum, DEFAULT_FOLLOWERS.maximum),
    follows: random.integer(0, 2_000),
    mediaCount: random.integer(DEFAULT_MEDIA.minimum, DEFAULT_MEDIA.maximum),
    hasTesterRole: input.hasTesterRole ?? true,
    personal: input.personal ?? false,
    fault: null,
  };
  putAccount(store, account);
  return { ...account };
}

/** What people do to their own accounts: another name, another kind, more followers. */
export function updateAccount(world: World, input: AccountChanges): Account {
  const account = requireAccount(world, { username: input.username });
  if (input.newUsername !== undefined) {
    const username = freeUsername(world, input.newUsername);
    world.store.accountsByUsername.delete(account.username.toLowerCase());
    account.username = username;
  }
  if (input.accountType !== undefined) account.accountType = accountTypeOf(input.accountType);
  account.name = input.name ?? account.name;
  account.followers = input.followers ?? account.followers;
  account.hasTesterRole = input.hasTesterRole ?? account.hasTesterRole;
  account.personal = input.personal ?? account.personal;
  putAccount(world.store, account);
  return { ...account };
}

/**
 * Expiry, password change, app removal and invalidation end the tokens of the moment for good; the other
 * faults last until cleared, and then the same tokens work again (instagram-platform §6.3, 190/459).
 */
export function setAccountFault(world: World, name: AccountName, fault: AccountFault | null): void {
  const account = requireAccount(world, name);
  account.fault = fault;
  switch (fault) {
    case "expired":
      expireTokens(world, account);
      break;
    case "password_changed":
    case "app_removed":
    case "invalid_token":
      endTokens(world, account, fault);
      break;
    default:
      touch(world.store);
  }
}

export function expireTokensOf(world: World, name: AccountName): void {
  expireTokens(world, requireAccount(world, name));
}
