"use client";

import { AccountRow } from "./account-row";
import type { RowView } from "./row-view";

/** Client side for one reason: a row's words then travel once, as data, and not a second time as elements. */
export function AccountRows({
  rows,
  configured,
  mayChange,
}: {
  rows: readonly RowView[];
  configured: boolean;
  mayChange: boolean;
}) {
  return (
    <tbody>
      {rows.map((row, place) => (
        <AccountRow key={row.id} row={row} place={place} configured={configured} mayChange={mayChange} />
      ))}
    </tbody>
  );
}
