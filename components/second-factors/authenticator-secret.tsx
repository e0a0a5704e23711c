import { CopyButton } from "@/components/ui/copy-button";

/** A new authenticator app's secret, as a picture to scan and as text, for the one time that it is shown. */
export function AuthenticatorSecret({ secret, qr }: { secret: string; qr: { size: number; path: string } }) {
  return (
    <div className="mt-3 flex flex-wrap items-start gap-4">
      <svg
        viewBox={`0 0 ${qr.size} ${qr.size}`}
        role="img"
        aria-label="QR code with the secret below"
        shapeRendering="crispEdges"
        className="w-44 rounded-control border border-line bg-white"
      >
        <path d={qr.path} className="fill-black" />
      </svg>
      <div className="min-w-0 flex-1 basis-56">
        <p className="text-muted">Scan this with the app. If you cannot, type the secret into it:</p>
        <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-control border border-line bg-sunken px-3 py-2">
          <code
            className="min-w-0 flex-1 basis-40 text-[13px] break-words text-ink"
            translate="no"
            data-testid="secret"
          >
            {secret.replace(/(.{4})(?=.)/g, "$1 ")}
          </code>
          <CopyButton text={secret} label="Copy the secret" />
        </div>
      </div>
    </div>
  );
}
