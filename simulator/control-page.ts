import { CALLBACK_SIGNERS, callbackUrl } from "./app-verbs";
import { accountsSection, timeElement } from "./control-accounts";
import { CONTROL_STYLE } from "./control-style";
import { DAMAGES, REFUSALS, STRANGE_ANSWERS } from "./fault-kinds";
import { escapeHtml, renderPage } from "./page-shell";
import { ENDPOINTS } from "./router";
import type { SimulatorState } from "./state";
import { SWITCH_CHOICES, SWITCH_NAMES, type Switches } from "./switches";

export interface ControlView {
  /** Filters the accounts. */
  search: string;
  /** The verb that was carried out just now. */
  done?: string;
  /** What it gave back. */
  result?: string;
  problem?: string;
}

const JUMPS = [
  ["hours", 1, "1 hour"],
  ["hours", 25, "25 hours"],
  ["days", 7, "7 days"],
  ["days", 59, "59 days"],
  ["days", 61, "61 days"],
] as const;

function clockSection({ clock }: SimulatorState): string {
  const jumps = JUMPS.map(
    ([unit, amount, label]) => `<button name="${unit}" value="${amount}">Advance ${label}</button>`,
  ).join("\n");
  const standing = clock.frozenAt === null ? "running" : "frozen";
  return `<section aria-labelledby="clock"><h2 id="clock">Clock</h2>
<p class="clock">${timeElement(clock.now)}</p><p class="soft">${standing}</p>
<form method="post" action="/control/form/advance" class="line">${jumps}</form>
<form method="post" class="line" style="margin-top:8px">
<button formaction="/control/form/freeze-clock">Freeze</button>
<button formaction="/control/form/unfreeze-clock">Let it run</button></form></section>`;
}

function options(values: readonly (string | boolean)[], selected?: string | boolean): string {
  return values
    .map((value) => `<option${value === selected ? " selected" : ""}>${escapeHtml(String(value))}</option>`)
    .join("");
}

function faultOptions(): string {
  const groups: [string, readonly string[]][] = [
    ["Refused, without effect", REFUSALS],
    ["Strange answer, without effect", STRANGE_ANSWERS],
    ["Damaged answer, with effect", DAMAGES],
    ["Late answer", ["slow"]],
  ];
  return groups.map(([label, kinds]) => `<optgroup label="${label}">${options(kinds)}</optgroup>`).join("");
}

function faultsSection({ faults }: SimulatorState): string {
  const rows = faults.map((fault) => {
    const where = fault.endpoints?.join(", ") ?? "every endpoint";
    const span = [
      ...(fault.remaining === null ? [] : [`${fault.remaining} more calls`]),
      ...(fault.until === null ? [] : [`until ${timeElement(fault.until)}`]),
      ...(fault.userId === null ? [] : [`account ${fault.userId}`]),
    ].join(", ");
    return `<tr><td>${fault.kind}</td><td>${where}</td><td>${span || "until cleared"}</td></tr>`;
  });
  const table =
    rows.length === 0
      ? `<p class="soft">None in force.</p>`
      : `<table><thead><tr><th scope="col">Fault</th><th scope="col">Where</th><th scope="col">How long</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
  return `<section aria-labelledby="faults"><h2 id="faults">Faults of the whole platform</h2>
<div class="stack">${table}
<form method="post" action="/control/form/set-fault" class="stack">
<label class="field">Fault <select name="kind">${faultOptions()}</select></label>
<label class="field">Where <select name="endpoints"><option value="">every endpoint</option>${options(ENDPOINTS)}</select></label>
<label class="field">Number of calls (empty: no limit) <input type="number" name="times" min="1"></label>
<label class="field">Minutes (empty: until cleared) <input type="number" name="minutes" min="1"></label>
<label class="field">Only @username (empty: all) <input type="text" name="username" autocapitalize="none"></label>
<label class="field">Slowness in milliseconds <input type="number" name="milliseconds" min="0"></label>
<div><button>Set fault</button></div></form>
<form method="post" action="/control/form/clear-faults"><button>Clear all faults</button></form></div></section>`;
}

function switchField(switches: Switches, name: keyof Switches): string {
  const choices = SWITCH_CHOICES[name];
  const value = switches[name];
  const control =
    typeof choices === "string"
      ? `<input type="number" name="${name}" value="${value ?? ""}"${choices === "number" ? " required" : ""}>`
      : `<select name="${name}">${options(choices, value as string | boolean)}</select>`;
  return `<label class="field">${name} ${control}</label>`;
}

function switchesSection({ switches }: SimulatorState): string {
  return `<section aria-labelledby="switches"><h2 id="switches">Open questions</h2>
<details><summary>What Meta does not document, to choose from</summary>
<form method="post" action="/control/form/set-switches" class="stack">
${SWITCH_NAMES.map((name) => switchField(switches, name)).join("\n")}
<div><button>Save switches</button></div></form></details></section>`;
}

function callbackSection({ app }: SimulatorState): string {
  return `<section aria-labelledby="callbacks"><h2 id="callbacks">Call the app back</h2>
<form method="post" action="/control/form/send-callback" class="stack">
<label class="field">@username <input type="text" name="username" required autocapitalize="none"></label>
<label class="field">Signed with <select name="secret"><option value="">as switched</option>${options(CALLBACK_SIGNERS)}</select></label>
<label class="field">Id <select name="id">${options(["app_scoped", "user_id"])}</select></label>
<label class="field">Another address on this machine (empty: the app’s own)
<input type="url" name="url" placeholder="${escapeHtml(callbackUrl(app, "deauthorize"))}"></label>
<div class="line"><button name="kind" value="deauthorize">Remove the app: deauthorize</button>
<button name="kind" value="data_deletion">Ask for deletion: data deletion</button></div></form></section>`;
}

function appSection({ app }: SimulatorState): string {
  return `<section aria-labelledby="app"><h2 id="app">App</h2>
<div class="stack"><p>${escapeHtml(app.name)}, Instagram app id <code>${escapeHtml(app.clientId)}</code></p>
<ul style="margin:0;padding-left:20px">${app.redirectUris.map((uri) => `<li><code>${escapeHtml(uri)}</code></li>`).join("")}</ul>
<form method="post" action="/control/form/add-redirect-uri" class="stack">
<label class="field">Redirect URI <input type="url" name="redirectUri" required></label><div><button>Register</button></div></form>
<form method="post" action="/control/form/rotate-secret"><button>New app secret</button></form></div></section>`;
}

function callsSection({ stats, recentCalls }: SimulatorState): string {
  const counts = Object.entries(stats.endpoints)
    .filter(([, count]) => count > 0)
    .map(([endpoint, count]) => `${endpoint} ${count}`)
    .join(" · ");
  const rows = recentCalls
    .slice(0, 30)
    .map(
      (call) =>
        `<tr><td>${timeElement(call.at)}</td><td>${escapeHtml(call.method)} ${escapeHtml(call.path)}</td><td>${call.username === null ? "" : `@${escapeHtml(call.username)}`}</td><td class="number">${call.status === 0 ? "cut" : call.status}</td></tr>`,
    )
    .join("");
  return `<section aria-labelledby="calls"><h2 id="calls">Calls (${stats.total})</h2>
<p class="soft">${counts || "No calls yet."}</p>
<details><summary>The last calls</summary><table><thead><tr><th scope="col">When</th><th scope="col">Call</th><th scope="col">Account</th><th scope="col">Status</th></tr></thead><tbody>${rows}</tbody></table></details>
<form method="post" action="/control/form/reset-stats" style="margin-top:8px"><button>Forget calls</button></form></section>`;
}

function message({ done, result, problem }: ControlView): string {
  if (problem !== undefined) {
    return `<div class="message bad" role="alert">${escapeHtml(problem)}</div>`;
  }
  if (done === undefined) return "";
  const shown = result === undefined ? "" : `<pre>${escapeHtml(result)}</pre>`;
  return `<div class="message" role="status">Done: ${escapeHtml(done)}${shown}</div>`;
}

/** The page for people: every verb as a plain form, no script. */
export function renderControlPage(state: SimulatorState, view: ControlView): string {
  return renderPage({
    title: "Instagram simulator",
    style: CONTROL_STYLE,
    body: `<header><h1>Instagram simulator</h1>
<form method="post" action="/control/form/reset"><button>Reset everything to the seed</button></form></header>
<main>${message(view)}
<div class="columns">${clockSection(state)}${callsSection(state)}</div>
${accountsSection(state.accounts, state.clock.now, view.search)}
<div class="columns">${faultsSection(state)}<div class="stack">${switchesSection(state)}${appSection(state)}</div>${callbackSection(state)}</div></main>`,
  });
}
