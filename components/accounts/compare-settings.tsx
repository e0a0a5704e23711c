import { RedirectUri } from "@/components/settings/redirect-uri";

/** What to hold side by side when Instagram refuses: the app's form at Meta and this server. */
export function CompareSettings({ redirectUri }: { redirectUri: string }) {
  return (
    <section aria-labelledby="compare" className="card px-[18px] py-4">
      <h2 id="compare" className="mb-2 font-semibold">
        Compare these settings
      </h2>
      <p className="mb-2 text-muted">
        The redirect URI, character by character, with Meta App Dashboard › Instagram › API setup with Instagram login ›
        Business login settings:
      </p>
      <RedirectUri uri={redirectUri} />
      <dl className="mt-4 grid gap-x-4 gap-y-2 sm:grid-cols-[220px_minmax(0,1fr)]">
        <dt>
          <code className="text-[13px]">INSTAGRAM_CLIENT_ID</code>
        </dt>
        <dd className="text-muted">the Instagram app ID, not the Meta app ID of App settings › Basic</dd>
        <dt>
          <code className="text-[13px]">INSTAGRAM_CLIENT_SECRET</code>
        </dt>
        <dd className="text-muted">the Instagram app secret of the same page; a new one voids the old one</dd>
        <dt>
          <code className="text-[13px]">NEXTAUTH_URL</code>
        </dt>
        <dd className="text-muted">the address in your browser’s bar; the redirect URI is made from it</dd>
      </dl>
    </section>
  );
}
