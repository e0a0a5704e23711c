/** One event that a channel may be told of. */
export interface EventChoice {
  kind: string;
  name: string;
  when: string;
  chosen: boolean;
}

/** What the channel is told of. `error` is tied to the group. */
export function EventChoices({ choices, error }: { choices: readonly EventChoice[]; error: string | undefined }) {
  return (
    <fieldset className="min-w-0" aria-describedby={error === undefined ? undefined : "events-error"}>
      <legend className="mb-1 font-medium">Tell of</legend>
      {error !== undefined && (
        <p id="events-error" className="mb-1 text-small text-bad">
          {error}
        </p>
      )}
      <div className="grid gap-x-6 sm:grid-cols-2">
        {choices.map(({ kind, name, when, chosen }) => (
          <label key={kind} className="flex min-h-11 items-start gap-2.5 py-1.5">
            <input type="checkbox" name="event" value={kind} defaultChecked={chosen} className="mt-1 size-4 shrink-0" />
            <span>
              {name}
              <span className="block text-small text-muted">{when}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
