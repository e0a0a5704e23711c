const EXAMPLE = "token,issued_at,expires_at,label\nIGAA…,2026-11-20,2027-01-19,Northside\nIGAA…,,,Halden";

/** What a file may hold and what becomes of it. */
export function ImportFormat() {
  return (
    <section aria-labelledby="format" className="card px-[18px] py-4 text-muted">
      <h2 id="format" className="mb-2 font-semibold text-ink">
        CSV format
      </h2>
      <pre className="mb-3 break-all whitespace-pre-wrap rounded-control bg-sunken px-3 py-2 text-[12.5px] leading-5 text-ink">
        {EXAMPLE}
      </pre>
      <ul className="grid list-disc gap-1.5 pl-4 text-[13px]">
        <li>
          Only <code>token</code> is needed. Times are ISO 8601, such as <code>2026-11-20</code> or{" "}
          <code>2026-11-20T09:30:00Z</code>.
        </li>
        <li>
          Without dates, 59 days from now are assumed until the first extend, a day later, learns the true expiry.
        </li>
        <li>Each token is asked of Instagram first. A known account gets the new token; none appears twice.</li>
        <li>Tokens are sealed before anything else happens and are never shown again.</li>
      </ul>
    </section>
  );
}
