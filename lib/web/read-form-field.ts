import "server-only";
import { AppError } from "@/lib/domain/app-error";

/** Bytes. */
const LARGEST_FORM = 16 * 1024;

/**
 * The one text field `name` of a form, urlencoded or multipart. What is read is counted, whatever length was announced.
 *
 * @throws AppError `too_large`; `invalid_input` for another kind of body, and when the field is absent, there twice, or a file.
 */
export async function readFormField(request: Request, name: string): Promise<string> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^(?:application\/x-www-form-urlencoded|multipart\/form-data)\s*(?:;|$)/i.test(type)) throw notTheForm(name);
  const body = new Response(await readBytes(request), { headers: { "content-type": type } });
  const form = await body.formData().catch((cause: unknown) => {
    throw notTheForm(name, cause);
  });
  const [value, ...more] = form.getAll(name);
  if (typeof value !== "string" || more.length > 0) throw notTheForm(name);
  return value;
}

async function readBytes(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(LARGEST_FORM);
  let length = 0;
  const reader = request.body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) return bytes.slice(0, length);
    if (length + value.length > LARGEST_FORM) {
      await reader?.cancel();
      throw new AppError("too_large", "This form is larger than any that Meta sends.");
    }
    bytes.set(value, length);
    length += value.length;
  }
}

function notTheForm(name: string, cause?: unknown): AppError {
  return new AppError("invalid_input", `Send a form with one field ${name}.`, { cause });
}
