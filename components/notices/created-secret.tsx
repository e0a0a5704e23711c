import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button-link";
import { CopyLine } from "@/components/ui/copy-line";

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
      <CopyLine text={secret} label="Copy the signing secret" />
      <div>
        <ButtonLink href="/notices" prefetch={false}>
          Done
        </ButtonLink>
      </div>
    </div>
  );
}
