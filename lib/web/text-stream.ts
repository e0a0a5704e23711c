import "server-only";
import type { Log } from "@/lib/log";

/** A body that is made while it is read: the next piece when the reader has taken the last, none once it has gone. */
export function textStream(pieces: AsyncGenerator<string>, log: Log): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await pieces.next();
          if (done) controller.close();
          else controller.enqueue(encoder.encode(value));
        } catch (error) {
          log.error({ event: "stream_failed", err: error }, "stream failed");
          // The reader must not take what it has for the whole.
          controller.error(error);
        }
      },
      async cancel() {
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
