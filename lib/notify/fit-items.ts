import "server-only";
import type { NoticeItem, NoticeMessage } from "@/lib/domain/notice";

/** A message with as many of its items, from the first on, as a service takes: at most `most`, and as long as it fits. */
export function fitItems<Written>(
  message: NoticeMessage,
  most: number,
  write: (items: readonly NoticeItem[]) => Written,
  fits: (written: Written) => boolean,
): Written {
  for (let shown = Math.min(message.items.length, most); ; shown -= 1) {
    const written = write(message.items.slice(0, shown));
    if (shown <= 1 || fits(written)) return written;
  }
}
