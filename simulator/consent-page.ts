import { escapeHtml, renderPage } from "./page-shell";
import { SCOPES } from "./scopes";
import type { Account } from "./store";

/** Beyond this the picker lists the first ones and offers a text field for the others. */
const MAXIMUM_LISTED = 100;

export interface ConsentView {
  appName: string;
  requestId: string;
  redirectUri: string;
  scopes: readonly string[];
  accounts: readonly Account[];
  /** `userId` of the account picked in advance, or null. */
  selected: string | null;
  decisionPath: string;
}

const STYLE = `
main{max-width:460px;margin:0 auto;padding:24px 16px 48px}
.card{background:var(--card);border:1px solid var(--hair);border-radius:14px;padding:24px 20px}
h1{font-size:22px;line-height:1.3;overflow-wrap:anywhere}
.lead{margin-top:8px}
fieldset{border:0;margin:24px 0 0;padding:0;min-width:0}
legend{font-weight:600;padding:0;margin-bottom:8px}
.row{position:relative;display:flex;align-items:center;gap:12px;min-height:56px;padding:8px 12px;border:1px solid var(--hair)}
.row+.row{border-top:0}
.row:first-of-type{border-radius:10px 10px 0 0}
.row:last-of-type{border-radius:0 0 10px 10px}
.row:has([type=radio]:checked){background:var(--wash)}
.row label::after{content:"";position:absolute;inset:0;cursor:pointer}
.text{flex:1;min-width:0;overflow-wrap:anywhere}
.text label{font-weight:600}
.text .soft{display:block;font-size:14px}
.face{flex:none;width:36px;height:36px;border-radius:50%;background:var(--wash);border:1px solid var(--hair);display:grid;place-items:center;font-weight:600;color:var(--accent)}
.row input{z-index:1}
input[type=radio]{position:relative;flex:none;width:20px;height:20px;margin:0;accent-color:var(--accent)}
input[role=switch]{flex:none;appearance:none;width:44px;height:26px;margin:0;border:2px solid var(--line);border-radius:13px;background:var(--card);position:relative}
input[role=switch]::before{content:"";position:absolute;top:3px;left:3px;width:16px;height:16px;border-radius:50%;background:var(--line)}
input[role=switch]:checked{background:var(--accent);border-color:var(--accent)}
input[role=switch]:checked::before{left:21px;background:var(--on-accent)}
input[type=text]{width:100%;min-height:44px;padding:0 12px;border:1px solid var(--line);border-radius:8px;background:var(--card)}
.other{margin-top:12px}
.buttons{display:flex;gap:12px;margin-top:24px}
.buttons button{flex:1}
.foot{margin-top:16px;font-size:14px}
@media (forced-colors:active){input[role=switch]{appearance:auto;width:20px;height:20px}}
`;

const NOTICE = `<p class="notice" role="note">Instagram simulator. No real account is involved.</p>`;

function accountRow(account: Account, index: number, selected: string | null): string {
  const checked = account.userId === selected ? " checked" : "";
  const kind = account.personal ? "Personal account" : account.accountType === "BUSINESS" ? "Business" : "Creator";
  return `<div class="row">
<input type="radio" id="account-${index}" name="account" value="${escapeHtml(account.userId)}" aria-describedby="about-${index}" required${checked}>
<span class="face" aria-hidden="true">${escapeHtml(account.username.charAt(0).toUpperCase())}</span>
<span class="text"><label for="account-${index}">@${escapeHtml(account.username)}</label>
<span class="soft" id="about-${index}">${escapeHtml(account.name)} · ${kind}</span></span>
</div>`;
}

function scopeRow(scope: string): string {
  return `<div class="row">
<span class="text"><label for="${escapeHtml(scope)}">${escapeHtml(SCOPES.get(scope) ?? scope)}</label>
<span class="soft" id="about-${escapeHtml(scope)}">${escapeHtml(scope)}</span></span>
<input type="checkbox" role="switch" id="${escapeHtml(scope)}" name="scope" value="${escapeHtml(scope)}" aria-describedby="about-${escapeHtml(scope)}" checked>
</div>`;
}

function otherAccount(hidden: number): string {
  return `<p class="other"><label for="other">Another account, by username (${hidden} more)</label>
<input type="text" id="other" name="other" autocomplete="off" autocapitalize="none" spellcheck="false"></p>`;
}

/** The consent window of instagram-platform §1, in a look of its own. Works without scripts. */
export function renderConsentPage(view: ConsentView): string {
  const listed = view.accounts.slice(0, MAXIMUM_LISTED);
  const selected = view.accounts.find(({ userId }) => userId === view.selected);
  if (selected !== undefined && !listed.includes(selected)) listed.unshift(selected);
  const hidden = view.accounts.length - listed.length;
  const rows = listed.map((account, index) => accountRow(account, index, view.selected)).join("\n");
  const optional = hidden > 0 ? rows.replaceAll(" required", "") + otherAccount(hidden) : rows;
  return renderPage({
    title: `${view.appName} asks for access`,
    style: STYLE,
    body: `${NOTICE}
<main><form class="card" method="post" action="${escapeHtml(view.decisionPath)}">
<h1>${escapeHtml(view.appName)} asks for access to an Instagram account</h1>
<p class="lead soft">You can take the access back at any time.</p>
<input type="hidden" name="request" value="${escapeHtml(view.requestId)}">
<fieldset><legend>Account</legend>
${optional}
</fieldset>
<fieldset><legend>${escapeHtml(view.appName)} may</legend>
${view.scopes.map(scopeRow).join("\n")}
</fieldset>
<p class="buttons"><button name="decision" value="cancel" formnovalidate>Cancel</button>
<button class="primary" name="decision" value="allow">Allow</button></p>
<p class="foot soft">You will be taken back to <code>${escapeHtml(view.redirectUri)}</code></p>
</form></main>`,
  });
}

/** A page that ends the flow without any redirect (instagram-platform §1.5). */
export function renderErrorPage(message: string): string {
  return renderPage({
    title: message,
    style: STYLE,
    body: `${NOTICE}
<main><div class="card" role="alert"><h1>${escapeHtml(message)}</h1>
<p class="lead soft">The app was not called back. Close this window and start again from the app.</p></div></main>`,
  });
}
