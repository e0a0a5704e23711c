"use client";

import { Failure } from "@/components/shell/failure";
import "./globals.css";

/** Made ahead of every request, and so without the nonce that scripts need: it works by links alone. */
export default function GlobalError({ error }: { error: unknown }) {
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Perennial</title>
        <main id="main">
          <Failure error={error} />
        </main>
      </body>
    </html>
  );
}
