import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button-link";
import { CopyButton } from "@/components/ui/copy-button";

/** A webhook's signing secret, for the one time that it is shown. */
export function CreatedSecret({ message, secret }: { message: string; secret: string }) {
  return (
    <div className="grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-3">
      <Alert tone="good" live>
        {message}
      </Alert>
      <h3 className="font-medium">Signing secret</h3>
      <p className="text-muted">
        Copy it now: it is not shown again. Check signatures with it by{" "}
        <a href="https://www.standardwebhooks.com/" target="_blank" rel="noreferrer" className="link text-ink">
          Standard Webhooks<span className="sr-only"> (opens a new tab)</span>
        </a>
        , which has libraries for most languages.
      </p>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-control border border-line bg-sunken px-3 py-2">
        <code className="min-w-0 flex-1 basis-56 text-[13px] break-all text-ink" translate="no" data-testid="secret">
          {secret}
        </code>
        <CopyButton text={secret} label="Copy the signing secret" />
      </div>
      <div>
        <ButtonLink href="/notices" prefetch={false}>
          Done
        </ButtonLink>
      </div>
    </div>
  );
}
