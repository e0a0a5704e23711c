const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

const BASE_STYLE = `
:root{color-scheme:light dark;--page:#f3f5f4;--card:#fff;--ink:#16211c;--soft:#54625b;--line:#7f8f87;--hair:#d5ddd9;
--accent:#0b6b4b;--on-accent:#fff;--wash:#e4f1eb;--bad:#a3221a;--bad-wash:#fbe9e7;--warn:#7a4b00;--warn-wash:#fdf1da}
@media (prefers-color-scheme:dark){:root{--page:#101614;--card:#19211e;--ink:#e8efec;--soft:#a5b4ad;--line:#74857d;
--hair:#2f3b36;--accent:#6fd3a9;--on-accent:#06281b;--wash:#16342a;--bad:#ff9d94;--bad-wash:#3b1c1a;--warn:#f2c36b;--warn-wash:#352a12}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
h1,h2,h3,p{margin:0}
button,input,select{font:inherit;color:inherit}
button{min-height:44px;padding:0 18px;border:1px solid var(--line);border-radius:8px;background:var(--card);cursor:pointer}
button:hover{background:var(--wash)}
button.primary{background:var(--accent);border-color:var(--accent);color:var(--on-accent);font-weight:600}
button.primary:hover{filter:brightness(1.08)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
code{font:14px/1.5 ui-monospace,SFMono-Regular,Menlo,monospace;overflow-wrap:anywhere}
.soft{color:var(--soft)}
.notice{background:var(--warn-wash);color:var(--warn);font-size:14px;padding:8px 16px;text-align:center}
`;

export interface Page {
  title: string;
  /** Style rules of this page, after the shared ones. */
  style: string;
  /** Escaped HTML. */
  body: string;
}

/** A whole document: no script, nothing from elsewhere, light and dark. */
export function renderPage({ title, style, body }: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${BASE_STYLE}${style}</style>
</head>
<body>
${body}
</body>
</html>
`;
}
