import { Alert } from "@/components/ui/alert";

/** Whether Instagram will accept this server's address. */
export function HttpsNote({ baseUrl, https }: { baseUrl: string; https: boolean }) {
  if (https) {
    return (
      <p className="mt-3 text-[13px] text-muted">
        Perennial is opened at <code className="break-all text-ink">{baseUrl}</code>, over https, as Meta asks.
      </p>
    );
  }
  return (
    <Alert tone="warning" className="mt-3" title="This server’s address is not https.">
      It is <code className="break-all">{baseUrl}</code>. Meta expects https in a redirect URI, and a host name, not an
      IP address; whether it accepts http://localhost differs. Put a reverse proxy or a tunnel with https in front, set
      NEXTAUTH_URL to that address and restart. Importing a pasted token works without it.
    </Alert>
  );
}
