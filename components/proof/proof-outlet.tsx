"use client";

import { type ReactNode, useEffect, useState } from "react";

let place: ((dialog: ReactNode) => void) | null = null;

/** Where the frame of every page lets the lazily loaded dialog stand; a React root of its own would be much larger. */
export function ProofOutlet() {
  const [dialog, setDialog] = useState<ReactNode>(null);
  useEffect(() => {
    place = setDialog;
    return () => {
      place = null;
    };
  }, []);
  return dialog;
}

/** @returns false where the page has no outlet. */
export function placeDialog(dialog: ReactNode): boolean {
  place?.(dialog);
  return place !== null;
}
