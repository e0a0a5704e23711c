"use client";

import type { ReactNode } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { SubmitButton } from "@/components/ui/submit-button";
import { type ServerAction, useServerAction } from "@/components/ui/use-server-action";

/** The account's name, its three acts, and below them what the last press came to. */
export function AccountHead({
  accountId,
  extend,
  check,
  extendRefusal,
  extendFirst,
  reconnect,
  children,
}: {
  accountId: string;
  extend: ServerAction;
  check: ServerAction;
  extendRefusal: string | null;
  /** Extend is the one primary act of the page. */
  extendFirst: boolean;
  reconnect: ReactNode;
  children: ReactNode;
}) {
  const extending = useServerAction(extend);
  const checking = useServerAction(check);
  const result = extending.result ?? checking.result;
  return (
    <>
      <div className="mb-5 flex flex-wrap items-end gap-x-3 gap-y-4">
        {children}
        <div className="flex flex-wrap gap-2.5 max-md:w-full max-md:*:flex-1">
          <form
            action={checking.formAction}
            onSubmit={(event) => {
              extending.setResult(null);
              checking.onSubmit(event);
            }}
          >
            <input type="hidden" name="accountId" value={accountId} />
            <SubmitButton className="w-full">Check now</SubmitButton>
          </form>
          {reconnect}
          <form action={extending.formAction} onSubmit={extending.onSubmit}>
            <input type="hidden" name="accountId" value={accountId} />
            {extendRefusal === null ? (
              <SubmitButton tone={extendFirst ? "primary" : "plain"} className="w-full">
                <Icon name="refresh" />
                Extend
              </SubmitButton>
            ) : (
              <Button
                className="w-full"
                aria-disabled="true"
                aria-describedby="extend-refusal"
                title={extendRefusal}
                onClick={() => extending.setResult({ tone: "calm", message: extendRefusal })}
              >
                <Icon name="refresh" />
                Extend
              </Button>
            )}
            {extendRefusal !== null && (
              <span id="extend-refusal" className="sr-only">
                {extendRefusal}
              </span>
            )}
          </form>
        </div>
      </div>
      <div role="status">
        {result !== null && (
          <Alert tone={result.tone} className="mb-4">
            {result.message}
          </Alert>
        )}
      </div>
    </>
  );
}
