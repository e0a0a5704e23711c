import { TypedConfirmation } from "@/components/ui/typed-confirmation";
import type { ServerAction } from "@/components/ui/use-server-action";
import { REVEAL_CONFIRMATION } from "@/lib/domain/reveal-rule";

/** Ends revealing after the words were typed. */
export function SwitchOffReveal({ action }: { action: ServerAction }) {
  return (
    <details className="mt-3">
      <summary className="link cursor-pointer font-medium">Switch it off for good</summary>
      <p className="mt-2 mb-3 text-small text-muted">
        This cannot be taken back in Perennial. Tokens keep working and are renewed; nobody can see them any more.
      </p>
      <div className="max-w-[360px]">
        <TypedConfirmation
          name="confirmation"
          words={REVEAL_CONFIRMATION}
          button="Switch off for good"
          action={action}
        />
      </div>
    </details>
  );
}
