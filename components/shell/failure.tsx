"use client";

import { useTransition } from "react";

const UNKNOWN = {
  title: "Something went wrong",
  text: "This page could not be shown. Your accounts and their tokens are safe; nothing was changed.",
};

/** Words for the codes of our own errors, which arrive here as their digests. */
const KNOWN: Record<string, typeof UNKNOWN> = {
  database_unavailable: {
    title: "The database does not answer",
    text: "It is out of reach, locked, or its disk is full. Your tokens are safe and nothing was half done. Perennial goes on by itself as soon as the database does.",
  },
  forbidden: {
    title: "This is not for your role",
    text: "Ask an owner of this Perennial to do it, or to change your role.",
  },
};

/**
 * What an error boundary shows. The digest finds the cause in the server's log.
 *
 * @param retry - left out where scripts may not run: then the page is loaded again.
 */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const [pending, startTransition] = useTransition();
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : null;
  const { title, text } = KNOWN[digest ?? ""] ?? UNKNOWN;
  return (
    <div className="flex flex-col items-center px-4 py-16 text-center" role="alert">
      <h1 className="text-title">{title}</h1>
      <p className="mt-2 max-w-md text-muted">{text}</p>
      {digest !== null && (
        <p className="mt-2 text-small text-muted">
          Reference for the server’s log: <code>{digest}</code>
        </p>
      )}
      <div className="mt-6 flex flex-wrap justify-center gap-2.5">
        {retry === undefined ? (
          <a href="?" className="btn btn-primary">
            Try again
          </a>
        ) : (
          <button
            type="button"
            className="btn btn-primary"
            aria-busy={pending || undefined}
            onClick={() => startTransition(() => retry())}
          >
            Try again
          </button>
        )}
        {/* A full load, because the client's state may be what is broken. */}
        <a href="/accounts" className="btn">
          Go to accounts
        </a>
      </div>
    </div>
  );
}
