/** Rules of the control page, after the shared ones. */
export const CONTROL_STYLE = `
body{font-size:15px}
header,main{max-width:1120px;margin:0 auto;padding:16px}
header{display:flex;flex-wrap:wrap;gap:8px 24px;align-items:baseline;justify-content:space-between}
h1{font-size:22px}
h2{font-size:18px;margin-bottom:12px}
h3{font-size:16px;overflow-wrap:anywhere}
section{background:var(--card);border:1px solid var(--hair);border-radius:12px;padding:16px;margin-bottom:16px}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,330px),1fr));gap:16px;align-items:start}
.columns section,.columns .stack{margin:0}
.columns{margin-bottom:16px}
button,select,input[type=text],input[type=number],input[type=url],input[type=search]{min-height:36px;padding:0 10px;border:1px solid var(--line);border-radius:8px;background:var(--card)}
input,select{max-width:100%}
.line{display:flex;flex-wrap:wrap;gap:8px;align-items:center}
.stack{display:grid;gap:10px}
label.field{display:grid;gap:2px;font-size:14px;color:var(--soft)}
label.field input,label.field select{width:100%;color:var(--ink)}
.message{border-radius:10px;padding:12px 16px;margin-bottom:16px;background:var(--wash);overflow-wrap:anywhere}
.message.bad{background:var(--bad-wash);color:var(--bad)}
pre{margin:8px 0 0;white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.5 ui-monospace,Menlo,monospace}
.accounts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,330px),1fr));gap:12px;margin:12px 0}
.account{border:1px solid var(--hair);border-radius:10px;padding:12px;display:grid;gap:8px;align-content:start}
.account details{flex-basis:100%}
.facts{font-size:14px}
.state{display:inline-block;border-radius:999px;padding:0 10px;font-size:14px;background:var(--wash);color:var(--accent)}
.state.bad{background:var(--bad-wash);color:var(--bad)}
.state.none{background:transparent;border:1px solid var(--hair);color:var(--soft)}
table{width:100%;border-collapse:collapse;font-size:14px}
th,td{text-align:left;padding:4px 8px 4px 0;vertical-align:top;border-top:1px solid var(--hair);overflow-wrap:anywhere}
thead th{border-top:0;color:var(--soft);font-weight:500}
td.number{font-variant-numeric:tabular-nums}
details summary{cursor:pointer;min-height:32px}
.clock{font-size:20px;font-variant-numeric:tabular-nums;font-weight:600}
`;
