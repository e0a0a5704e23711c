import { SECOND } from "./durations";

const TIME_LIMIT = 10 * SECOND;
const MAXIMUM_ANSWER_LENGTH = 64 * 1024;

export interface CallbackAnswer {
  status: number;
  body: string;
}

/** Sends the form of a callback and returns what came back; rejects when nothing came. */
export type PostCallback = (url: string, fields: Record<string, string>) => Promise<CallbackAnswer>;

export const postCallback: PostCallback = async (url, fields) => {
  const response = await fetch(url, {
    method: "POST",
    body: new URLSearchParams(fields),
    redirect: "manual",
    signal: AbortSignal.timeout(TIME_LIMIT),
  });
  const body = await response.text();
  return { status: response.status, body: body.slice(0, MAXIMUM_ANSWER_LENGTH) };
};
