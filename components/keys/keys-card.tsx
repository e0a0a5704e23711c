import { clsx } from "clsx";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { type KeyState, keySentence } from "@/lib/domain/key-state";

const COLOURS = { seals: "text-ok", opens: "text-muted", gone: "text-bad" } as const;

/** Which encryption keys there are, what each is needed for, and what to do next. Ids only. */
export function KeysCard({ keys }: { keys: readonly KeyState[] }) {
  const sealingId = keys.find(({ role }) => role === "seals")?.id ?? "";
  return (
    <Card title="Encryption keys" id="keys" className="scroll-mt-4 pb-1">
      <p className="text-muted">
        Tokens, addresses and secrets are stored sealed. For a new key run <code>npm run keys:generate</code> on the
        server; it says what to do with it.
      </p>
      <ul aria-label="Encryption keys">
        {keys.map((key) => (
          <li
            key={key.id}
            className="grid grid-cols-[20px_minmax(0,1fr)] gap-x-3 border-b border-line py-2.5 last:border-0"
          >
            <Icon name={key.role === "gone" ? "alert" : "shield"} className={clsx("mt-0.5", COLOURS[key.role])} />
            <div className="min-w-0 break-words">
              <code className="text-[13px] font-medium">{key.id}</code>{" "}
              <span className="text-[13px] text-muted tabular-nums">
                {key.texts.toLocaleString("en-US")} sealed {key.texts === 1 ? "text" : "texts"}
              </span>
              <p className="text-[13px] text-muted">{keySentence(key, sealingId)}</p>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
