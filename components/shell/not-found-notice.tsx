import { ButtonLink } from "@/components/ui/button-link";

export function NotFoundNotice({ text }: { text: string }) {
  return (
    <div className="flex flex-col items-center px-4 py-16 text-center">
      <p className="text-small font-medium text-muted">404</p>
      <h1 className="mt-1 text-title">Nothing here</h1>
      <p className="mt-2 max-w-md text-muted">{text}</p>
      <ButtonLink href="/accounts" tone="primary" className="mt-6">
        Go to accounts
      </ButtonLink>
    </div>
  );
}
