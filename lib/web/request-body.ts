const KILOBYTE = 1024;
const MEGABYTE = 1024 * KILOBYTE;

const LIMITS: readonly [path: RegExp, bytes: number][] = [
  [/^\/api\/instagram\//, 16 * KILOBYTE],
  [/^\/api\//, 64 * KILOBYTE],
  // Thousands of tokens, pasted or as a file.
  [/^\/accounts\/import$/, 3 * MEGABYTE],
];
/** The largest form besides an import holds the ids of one page. */
const FORM_LIMIT = 256 * KILOBYTE;

/** Bytes that a request to `path` may carry. */
export function bodyLimit(path: string): number {
  return LIMITS.find(([pattern]) => pattern.test(path))?.[1] ?? FORM_LIMIT;
}

export interface ReadableRequest {
  headers: Headers;
  body: ReadableStream<Uint8Array> | null;
}

/**
 * What speaks against a body: more bytes than `limit`, said or sent, or no form where it says that it is one, for which
 * Next would answer as for a fault of its own. A body is read only where its headers leave that open.
 */
export async function bodyProblem(
  { headers, body }: ReadableRequest,
  limit: number,
): Promise<"too_large" | "malformed" | null> {
  const said = headers.get("content-length");
  if (said !== null && !(Number(said) <= limit)) return "too_large";
  const type = headers.get("content-type") ?? "";
  const isForm = /^multipart\/form-data/i.test(type);
  const isCall = headers.has("next-action");
  if (said !== null && !isForm && !isCall) return null;
  const bytes = await readUpTo(body, limit);
  if (bytes === null) return "too_large";
  if (isForm) return (await isWellFormed(bytes, type, isCall)) ? null : "malformed";
  return isCall ? "malformed" : null;
}

async function readUpTo(body: ReadableStream<Uint8Array> | null, limit: number): Promise<Buffer<ArrayBuffer> | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * The arguments of every server action of ours, as React writes them into the field "0": nothing to go on from, and a form.
 * Next takes any others for its own fault, such as references to what is not there.
 */
const ACTION_ARGUMENTS = /^\[null,"\$K[0-9a-f]+"\]$/;

/** Where a page without scripts puts what the last press came to: the one argument before the form. */
const BOUND_ARGUMENTS = /^\$ACTION_\d+:1$/;

/** Which action it is, as React writes it: its arguments are in the part beside it. */
const NAMED_ACTION = /^\{"id":"[0-9a-f]+","bound":"\$@1"\}$/;

/** False for the name of an action whose arguments did not come along. */
function isWhole(form: FormData, name: string): boolean {
  const number = /^\$ACTION_REF_(.*)$/.exec(name)?.[1];
  if (number === undefined) return true;
  return NAMED_ACTION.test(String(form.get(`$ACTION_${number}:0`))) && form.has(`$ACTION_${number}:1`);
}

function isListOfOne(value: FormDataEntryValue): boolean {
  try {
    const list: unknown = JSON.parse(String(value));
    return Array.isArray(list) && list.length === 1;
  } catch {
    return false;
  }
}

async function isWellFormed(bytes: Buffer<ArrayBuffer>, type: string, isCall: boolean): Promise<boolean> {
  try {
    const form = await new Response(bytes, { headers: { "content-type": type } }).formData();
    const call = form.get("0");
    if ([...form].some(([name, value]) => BOUND_ARGUMENTS.test(name) && !isListOfOne(value))) return false;
    if ([...form.keys()].some((name) => /\p{Cc}/u.test(name) || !isWhole(form, name))) return false;
    return !isCall || (typeof call === "string" && ACTION_ARGUMENTS.test(call));
  } catch {
    return false;
  }
}
