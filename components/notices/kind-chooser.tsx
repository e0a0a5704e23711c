import Link from "next/link";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { CHANNEL_KINDS } from "@/lib/domain/notice";
import { CHANNEL_TEXT } from "@/lib/domain/notice-text";
import { CHANNEL_LOOKS } from "./channel-looks";

/** The first step of adding a channel. Plain links: each kind has its own form. */
export function KindChooser({ canSendMail }: { canSendMail: boolean }) {
  const kinds = CHANNEL_KINDS.filter((kind) => kind !== "email" || canSendMail);
  return (
    <Card title="Where should notices go?" className="mb-4">
      {!canSendMail && <MailMissing />}
      <ul className="grid gap-2.5 sm:grid-cols-2 xl:grid-cols-3">
        {kinds.map((kind) => (
          <li key={kind}>
            <Link
              href={`/notices?add=${kind}`}
              prefetch={false}
              className="flex min-h-11 items-center gap-3 rounded-control border border-line-strong px-3.5 py-2.5 hover:border-control"
            >
              <Icon name={CHANNEL_LOOKS[kind].icon} className="text-accent" />
              <span>
                <span className="block font-medium">{CHANNEL_TEXT[kind]}</span>
                <span className="block text-small text-muted">{CHANNEL_LOOKS[kind].about}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export function MailMissing() {
  return (
    <Alert tone="calm" className="mb-3" title="E-mail is not set up on this server.">
      Set <code>SMTP_URL</code>, such as smtps://user:password@mail.example.com:465, and <code>MAIL_FROM</code>, such as
      Perennial &lt;notices@example.com&gt;, then restart Perennial.
    </Alert>
  );
}
