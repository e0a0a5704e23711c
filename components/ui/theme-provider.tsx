"use client";

import { ThemeProvider as NextThemes } from "next-themes";
import { type ReactNode, useState } from "react";

/** Light, dark, or as the system says; kept in the browser. */
export function ThemeProvider({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  // A refresh brings another one, but the document's policy knows the first alone.
  const [documentNonce] = useState(nonce);
  return (
    <NextThemes attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange nonce={documentNonce}>
      {children}
    </NextThemes>
  );
}
