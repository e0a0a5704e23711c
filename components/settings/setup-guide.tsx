import type { ReactNode } from "react";
import { scopeText } from "@/lib/domain/scopes";
import { ExternalLink } from "./external-link";
import { RedirectUri } from "./redirect-uri";

/** Meta's own steps, in today's order and words. Other texts name these steps by their numbers. */
export function SetupGuide({
  redirectUri,
  deauthorizeUrl,
  dataDeletionUrl,
  scopes,
}: {
  redirectUri: string;
  deauthorizeUrl: string;
  dataDeletionUrl: string;
  scopes: readonly string[];
}) {
  return (
    <ol className="[counter-reset:step]">
      <Step title="Make the Instagram account professional">
        In the Instagram app: Settings › Account type › switch to Business or Creator. A Facebook Page is not needed.
      </Step>
      <Step title="Create an app at Meta">
        Sign in at <ExternalLink href="https://developers.facebook.com/apps/">developers.facebook.com</ExternalLink> and
        press <b>Create app</b>. Its name must not contain Insta, Gram, IG, FB, Face or Book.
      </Step>
      <Step title="Choose the use case">
        Content management › <b>Manage messaging &amp; content on Instagram</b>. Older screens: <b>Other</b> › type{" "}
        <b>Business</b> › add the product <b>Instagram</b>.
      </Step>
      <Step title="Copy the Instagram app ID and secret">
        Use cases › Customize › <b>API setup with Instagram login</b> shows an <b>Instagram app ID</b> and an{" "}
        <b>Instagram app secret</b>. Put them into <Code>INSTAGRAM_CLIENT_ID</Code> and{" "}
        <Code>INSTAGRAM_CLIENT_SECRET</Code> and restart Perennial. The Meta app ID under App settings › Basic does not
        work: Instagram then answers “Invalid platform app”. On the same page press <b>Add all required permissions</b>.
        Perennial asks for {scopes.map(scopeText).join(", ")}.
      </Step>
      <Step title="Invite the account as Instagram Tester">
        App roles › Roles › Add people › <b>Instagram Tester</b>, and type the username. Then, logged in as that account
        in a desktop browser, accept at{" "}
        <ExternalLink href="https://www.instagram.com/accounts/manage_access/">
          instagram.com › Settings › Apps and websites › Tester invites
        </ExternalLink>
        . Without it Instagram answers “Insufficient developer role” or “Unsupported request”.
      </Step>
      <Step title="Register the redirect URI">
        <b>Set up Instagram business login</b> › Redirect URL › Save, exactly this, no slash more or less:
        <div className="my-2">
          <RedirectUri uri={redirectUri} />
        </div>
        Then open <b>Business login settings</b> and compare: Meta’s form may have added a slash at the end.
      </Step>
      <Step title="Let Meta tell of withdrawals and deletions">
        In the same <b>Business login settings</b>, as <b>Deauthorize callback URL</b>:
        <div className="my-2">
          <RedirectUri uri={deauthorizeUrl} name="deauthorize callback URL" />
        </div>
        and as <b>Data deletion request URL</b>, which app review asks for:
        <div className="my-2">
          <RedirectUri uri={dataDeletionUrl} name="data deletion request URL" />
        </div>
        Perennial then destroys the token as soon as somebody removes the app, and erases what it holds of whoever asks
        for it. Meta must reach this address; set <Code>META_APP_SECRET</Code> too if its calls are refused.
      </Step>
      <Step title="Go live when you need to">
        A new app is in <b>Development</b>: only accounts with a role in it, such as testers, can connect. That is
        enough for accounts you own or manage. For other people’s accounts <b>Publish</b> the app (privacy policy,
        category, icon) and ask for <b>Advanced Access</b>: App Review and Business Verification.
      </Step>
      <Step title="Connect, or paste a token">
        Press Connect account on the accounts page. Where Instagram cannot reach this server, generate a token instead:{" "}
        <b>Generate access tokens</b> › Add account › Generate token, and paste it under Import. It lives 60 days; the
        first extend, a day later, learns its true expiry.
      </Step>
    </ol>
  );
}

function Step({ title, children }: { title: string; children: ReactNode }) {
  return (
    <li className="relative border-b border-line py-3.5 pl-10 [counter-increment:step] last:border-0 before:absolute before:top-3 before:left-0 before:grid before:size-6 before:place-items-center before:rounded-full before:bg-accent-soft before:text-small before:font-semibold before:text-accent before:content-[counter(step)]">
      <h3 className="font-medium">{title}</h3>
      <div className="mt-0.5 max-w-[72ch] text-muted [&_b]:font-medium [&_b]:text-ink">{children}</div>
    </li>
  );
}

function Code({ children }: { children: string }) {
  return <code className="text-[13px] break-all text-ink">{children}</code>;
}
