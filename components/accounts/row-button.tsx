"use client";

import { ROW_FORMS, type RowVerb, useRowDesk } from "./row-actions";

const TEXT: Record<RowVerb, string> = { extend: "Extend", check: "Check now" };

/** A row's act. With a `refusal` it keeps its place, can be focused, says why, and submits nothing. */
export function RowButton({
  verb,
  accountId,
  refusal,
  describedBy,
}: {
  verb: RowVerb;
  accountId: string;
  refusal: string | null;
  describedBy: string;
}) {
  const { busy, explain } = useRowDesk();
  if (refusal !== null) {
    return (
      <button
        type="button"
        className="btn btn-small"
        aria-disabled="true"
        aria-describedby={describedBy}
        title={refusal}
        onClick={() => explain(refusal)}
      >
        {TEXT[verb]}
      </button>
    );
  }
  return (
    <button
      type="submit"
      form={ROW_FORMS[verb]}
      name="accountId"
      value={accountId}
      className="btn btn-small"
      aria-busy={busy.has(accountId) || undefined}
      aria-describedby={describedBy}
    >
      {TEXT[verb]}
    </button>
  );
}
