import { Alert } from "@/components/ui/alert";
import { disconnectedSentence } from "@/lib/domain/disconnect-outcome";

type Parameters = Record<string, string | string[] | undefined>;

/** What came of disconnecting, as the address tells after it. */
export function DisconnectedNotice({ parameters }: { parameters: Parameters }) {
  if (parameters.notice !== "disconnected") return null;
  const { username } = parameters;
  const [count, left] = [numberIn(parameters.count), numberIn(parameters.left)];
  if (typeof username !== "string" && count === 0) return null;
  return (
    <Alert tone={left === 0 ? "good" : "calm"} live className="mb-4">
      {typeof username === "string" ? (
        <>
          <bdi>@{username}</bdi> is disconnected and its token is destroyed. Its history stays.
        </>
      ) : (
        disconnectedSentence(count, left)
      )}
    </Alert>
  );
}

function numberIn(text: string | string[] | undefined): number {
  return typeof text === "string" && /^\d{1,3}$/.test(text) ? Number(text) : 0;
}
