import { lengthText, relativeText } from "@/lib/domain/date-text";
import { SECOND } from "@/lib/domain/durations";
import { EXPIRING_SOON } from "@/lib/domain/token-status";

const TICK = 30 * SECOND;
/** Milliseconds left at which a page says something else than before. */
const TURNS = [0, EXPIRING_SOON];

/**
 * Keeps every `<time data-relative>` of the page true, with one timer.
 *
 * @param ahead - milliseconds that the server's clock is ahead of this browser's.
 * @param turned - called when an instant on the page has passed, or a token has begun to expire soon.
 */
export function countDown(ahead: number, turned: () => void): () => void {
  let before = Date.now() + ahead;
  function tick(): void {
    if (document.hidden) return;
    const now = Date.now() + ahead;
    let turns = false;
    for (const time of document.querySelectorAll("time")) {
      const at = Date.parse(time.dateTime);
      turns ||= TURNS.some((left) => at - before > left && at - now <= left);
      const { relative } = time.dataset;
      if (relative === undefined) continue;
      const text = relative === "left" ? `${lengthText(at - now)} left` : relativeText(new Date(at), new Date(now));
      if (time.textContent !== text) time.textContent = text;
    }
    before = now;
    if (turns) turned();
  }
  // At once, too: where the words of an older drawing are the same, React leaves those that were written here since.
  tick();
  const timer = setInterval(tick, TICK);
  document.addEventListener("visibilitychange", tick);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", tick);
  };
}
