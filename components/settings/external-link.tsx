import { Icon } from "@/components/ui/icon";

export function ExternalLink({ href, children }: { href: string; children: string }) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className="link inline-flex items-center gap-1 font-medium text-ink"
    >
      {children}
      <Icon name="external" className="size-3.5" />
      <span className="sr-only">(opens a new tab)</span>
    </a>
  );
}
