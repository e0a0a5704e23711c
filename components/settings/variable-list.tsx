import { clsx } from "clsx";
import { Icon } from "@/components/ui/icon";
import type { ServerVariable } from "./server-facts";

/** Which variables are set. A secret only shows that it is there. */
export function VariableList({ variables }: { variables: readonly ServerVariable[] }) {
  return (
    <ul>
      {variables.map(({ name, isSet, purpose, secret, value }) => (
        <li
          key={name}
          className="grid gap-x-4 gap-y-0.5 border-b border-line py-2.5 last:border-0 sm:grid-cols-[88px_minmax(0,1fr)]"
        >
          <span className={clsx("flex items-center gap-1.5 text-[13px] font-medium", isSet ? "text-ok" : "text-muted")}>
            <Icon name={isSet ? "check" : "close"} className="size-3.5" />
            {isSet ? "Set" : "Not set"}
          </span>
          <div className="min-w-0">
            <code className="text-[13px] font-medium break-all">{name}</code>
            {!secret && value !== undefined && <code className="ml-2 text-[13px] break-all text-muted">{value}</code>}
            {secret && isSet && <span className="ml-2 text-small text-muted">secret, not shown</span>}
            <p className="text-[13px] text-muted">{purpose}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
