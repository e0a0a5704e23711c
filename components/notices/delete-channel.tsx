import { ActionForm } from "@/components/ui/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ServerAction } from "@/components/ui/use-server-action";

/** Asks once more before it deletes; opens without JavaScript too. */
export function DeleteChannel({ channelId, name, action }: { channelId: string; name: string; action: ServerAction }) {
  return (
    <details className="open:basis-full">
      <summary className="btn btn-small btn-quiet w-fit list-none [&::-webkit-details-marker]:hidden">
        Delete<span className="sr-only"> {name}</span>
      </summary>
      <ActionForm action={action} className="mt-2 rounded-control border border-line bg-sunken px-3 py-2.5">
        <input type="hidden" name="channelId" value={channelId} />
        <p className="mb-2 break-words text-muted">
          Deletes <bdi className="text-ink">{name}</bdi> with its delivery log. Whatever still waits for it is not sent.
        </p>
        <SubmitButton size="small" tone="danger">
          Delete channel
        </SubmitButton>
      </ActionForm>
    </details>
  );
}
