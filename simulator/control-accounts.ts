import { DAY, HOUR, MINUTE } from "./durations";
import { escapeHtml } from "./page-shell";
import type { AccountSummary } from "./state";

const MAXIMUM_SHOWN = 50;

type Button = readonly [verb: string, fault: string, label: string];

const FIRST_BUTTONS: readonly Button[] = [
  ["issue-token", "", "Generate token"],
  ["expire-token", "", "Expire token"],
  ["set-account-fault", "password_changed", "Change the password"],
  ["set-account-fault", "checkpoint", "Checkpoint"],
  ["set-account-fault", "", "Clear fault"],
];
const MORE_BUTTONS: readonly Button[] = [
  ["set-account-fault", "app_removed", "Remove the app"],
  ["set-account-fault", "permission_withdrawn", "Withdraw permission"],
  ["set-account-fault", "personal_account", "Make personal"],
  ["set-account-fault", "no_tester_role", "Take tester role"],
  ["set-account-fault", "unconfirmed_user", "Unconfirmed user"],
  ["set-account-fault", "invalid_token", "Invalidate token"],
];

/** `59 d 23 h`, `4 h 10 min`. */
export function spanText(milliseconds: number): string {
  const days = Math.floor(milliseconds / DAY);
  const hours = Math.floor((milliseconds % DAY) / HOUR);
  const minutes = Math.floor((milliseconds % HOUR) / MINUTE);
  return days > 0 ? `${days} d ${hours} h` : `${hours} h ${minutes} min`;
}

export function timeElement(at: number): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return "?";
  const iso = date.toISOString();
  return `<time datetime="${iso}">${iso.slice(0, 19).replace("T", " ")} UTC</time>`;
}

function stateText({ newestToken }: AccountSummary): string {
  if (newestToken === null) return `<span class="state none">No token</span>`;
  if (newestToken.accepted) return `<span class="state">Token accepted</span>`;
  const code = newestToken.refusal?.code ?? "";
  return `<span class="state bad">Refused, code ${code}</span>`;
}

function tokenFacts({ newestToken, tokens }: AccountSummary, now: number): string {
  if (newestToken === null) return "";
  const { kind, issuedAt, expiresAt, scopes, refusal } = newestToken;
  const left = expiresAt > now ? `${spanText(expiresAt - now)} left` : "expired";
  const why = refusal === null ? "" : `<br>${escapeHtml(refusal.message)}`;
  return `<p class="facts soft">${kind === "long" ? "Long-lived" : "Short-lived"}, age ${spanText(Math.max(0, now - issuedAt))}, ${left} (${timeElement(expiresAt)}), ${tokens} issued<br>
${escapeHtml(scopes.join(", ") || "no permission")}${why}</p>`;
}

function buttons(list: readonly Button[]): string {
  return list
    .map(
      ([verb, fault, label]) =>
        `<button formaction="/control/form/${verb}" name="fault" value="${fault}">${label}</button>`,
    )
    .join("\n");
}

function accountItem(account: AccountSummary, now: number, search: string): string {
  const traits = [
    account.accountType === "BUSINESS" ? "Business" : "Creator",
    ...(account.personal ? ["personal account"] : []),
    ...(account.hasTesterRole ? [] : ["no tester role"]),
    ...(account.fault === null ? [] : [`fault: ${account.fault}`]),
  ];
  const username = escapeHtml(account.username);
  return `<article class="account" aria-label="@${username}">
<div class="line"><h3>@${username}</h3>${stateText(account)}</div>
<p class="facts">${escapeHtml(account.name)} · ${escapeHtml(traits.join(" · "))}<br>
<span class="soft">user_id <code>${account.userId}</code> · id <code>${account.appScopedId}</code></span></p>
${tokenFacts(account, now)}
<form method="post" class="line"><input type="hidden" name="username" value="${username}">
<input type="hidden" name="search" value="${escapeHtml(search)}">
${buttons(FIRST_BUTTONS)}
<details><summary>More</summary><div class="line">${buttons(MORE_BUTTONS)}</div></details></form>
</article>`;
}

/** The accounts whose username or name contains the search text, the first ones of them. */
export function accountsSection(accounts: readonly AccountSummary[], now: number, search: string): string {
  const wanted = search.toLowerCase();
  const found = accounts.filter(({ username, name }) => `${username} ${name}`.toLowerCase().includes(wanted));
  const shown = found.slice(0, MAXIMUM_SHOWN);
  const rest =
    found.length > shown.length ? `<p class="soft">${found.length - shown.length} more. Search to see them.</p>` : "";
  return `<section aria-labelledby="accounts"><h2 id="accounts">Accounts (${accounts.length})</h2>
<form method="get" action="/control" role="search" class="line"><label for="search">Username or name</label>
<input type="search" id="search" name="search" value="${escapeHtml(search)}"><button>Search</button></form>
<div class="accounts">${shown.map((account) => accountItem(account, now, search)).join("\n") || "<p>No account found.</p>"}</div>
${rest}
<details><summary>Add an account</summary>
<form method="post" action="/control/form/add-account" class="stack">
<label class="field">Username <input type="text" name="username" required autocapitalize="none"></label>
<label class="field">Display name <input type="text" name="name"></label>
<label class="field">Kind <select name="accountType"><option value="Business">Business</option><option value="Media_Creator">Creator</option></select></label>
<div><button>Add account</button></div></form></details></section>`;
}
