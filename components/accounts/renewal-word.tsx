import { Icon } from "@/components/ui/icon";
import type { RenewalState } from "@/lib/domain/renewal-status";

/** True when renewal does not work as it should at the moment. */
export function isTroubled(state: RenewalState): boolean {
  return state === "failing" || state === "paused";
}

/** The renewal's state as a word, with a sign where it is in trouble: a token may be active while its renewal fails. */
export function RenewalWord({ text, troubled }: { text: string; troubled: boolean }) {
  return (
    <b className={troubled ? "troubled" : undefined}>
      {troubled && <Icon name="alert" />}
      {text}
    </b>
  );
}
