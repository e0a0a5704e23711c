import { Alert } from "@/components/ui/alert";
import { Timestamp } from "@/components/ui/timestamp";

export function DisconnectedNote({ at, now }: { at: Date; now: Date }) {
  return (
    <Alert tone="calm" className="mb-4" title="This account is disconnected.">
      Its token was destroyed <Timestamp at={at} now={now} show="relative" />; the history below stays. Connect it again
      to get a new token.
    </Alert>
  );
}
