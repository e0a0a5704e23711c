"use client";

import { Failure } from "@/components/shell/failure";
import "./globals.css";

export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Perennial</title>
        <main id="main">
          <Failure error={error} retry={retry} />
        </main>
      </body>
    </html>
  );
}
