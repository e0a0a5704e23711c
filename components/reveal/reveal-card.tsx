import { Card } from "@/components/ui/card";
import { revealSentence } from "@/lib/domain/reveal-rule";
import { RevealDoor } from "./reveal-door";

interface Props {
  accountId: string;
  /** Why there is nothing worth revealing; null: there is. */
  refusal: "dead" | "expired" | null;
}

/** For those who may see a token. It is asked for when it is wanted, and never a part of the page. */
export function RevealCard({ accountId, refusal }: Props) {
  return (
    <Card title="Reveal the token">
      {refusal !== null ? (
        <p className="text-small text-muted">{revealSentence(refusal)}</p>
      ) : (
        <>
          <p className="mb-3 text-small text-muted">
            Whoever has it can act for this account. You are asked to confirm that it is you, and the history will say
            that you took it.
          </p>
          <RevealDoor accountId={accountId} />
        </>
      )}
    </Card>
  );
}
