import { expect, test } from "vitest";
import { createLog } from "@/lib/log";
import { textStream } from "./text-stream";

const LOG = createLog("silent");

function pieces(failAt = Number.POSITIVE_INFINITY) {
  const state = { made: 0, ended: false };
  async function* make(): AsyncGenerator<string> {
    try {
      while (state.made < 5) {
        if (state.made === failAt) throw new Error("the database went away");
        state.made += 1;
        yield `piece ${state.made};`;
      }
    } finally {
      state.ended = true;
    }
  }
  return { state, stream: textStream(make(), LOG) };
}

test("gives all pieces in order", async () => {
  const { stream } = pieces();
  expect(await new Response(stream).text()).toBe("piece 1;piece 2;piece 3;piece 4;piece 5;");
});

test("makes no piece before somebody reads, and none ahead", async () => {
  const { stream, state } = pieces();
  const reader = stream.getReader();
  expect(state.made).toBe(0);
  await reader.read();
  await reader.read();
  expect(state.made).toBe(2);
});

test("ends its work when the reader goes", async () => {
  const { stream, state } = pieces();
  const reader = stream.getReader();
  await reader.read();
  await reader.cancel();
  expect(state).toEqual({ made: 1, ended: true });
});

test("breaks off when a piece cannot be made, so that nobody takes it for the whole", async () => {
  const { stream } = pieces(2);
  await expect(new Response(stream).text()).rejects.toThrow("the database went away");
});
