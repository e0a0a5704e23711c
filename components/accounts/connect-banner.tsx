import { Alert } from "@/components/ui/alert";
import { type ConnectOutcome, connectSentence } from "@/lib/domain/connect-outcome";

/** How the trip to Instagram ended. */
export function ConnectBanner({ outcome }: { outcome: ConnectOutcome }) {
  const { tone, title, text } = connectSentence(outcome);
  return (
    <Alert tone={tone} live title={title} className="mb-4">
      {text === "" ? undefined : text}
    </Alert>
  );
}
