import { encode } from "next-auth/jwt";
import type { SessionRow } from "@/lib/db/sessions";
import { attribute, type Element, elementsOf, parsePage, textOf } from "@/lib/test/page-markup";
import { cookieName } from "@/lib/web/cookie-names";
import { createSession } from "../../prisma/factories";
import type { ServerWorld } from "./server-world";

export interface PageAnswer {
  status: number;
  headers: Headers;
  text: string;
}

/** The cookie of a new session of `userId`. */
export async function sessionCookie(
  { adapters }: Pick<ServerWorld, "adapters">,
  userId: string,
  session: Partial<SessionRow> = {},
): Promise<string> {
  const { secret, baseUrl } = adapters.settings;
  const { id: sessionId } = await createSession({ ...session, userId }, adapters.db);
  const value = await encode({ token: { sub: userId, sessionId }, secret });
  return `${cookieName("session-token", baseUrl)}=${value}`;
}

/** What is typed into a form, by the names of its fields; a list where a name comes more than once. */
export type Fields = Record<string, string> | [name: string, value: string][];

/** A browser without JavaScript: it gets pages, and sends their forms as they stand there. */
export class PageClient {
  private readonly url: string;
  private readonly headers: Record<string, string>;

  constructor(url: string, headers: Record<string, string>) {
    this.url = url;
    this.headers = headers;
  }

  async get(path: string, more: Record<string, string> = {}): Promise<PageAnswer> {
    const headers = { ...this.headers, ...more };
    return readAnswer(await fetch(`${this.url}${path}`, { headers, redirect: "manual" }));
  }

  async post(
    path: string,
    body: FormData | URLSearchParams | string,
    more: Record<string, string> = {},
  ): Promise<PageAnswer> {
    const headers = { ...this.headers, ...more };
    return readAnswer(await fetch(`${this.url}${path}`, { method: "POST", headers, body, redirect: "manual" }));
  }

  postJson(path: string, content: unknown, more: Record<string, string> = {}): Promise<PageAnswer> {
    return this.post(path, JSON.stringify(content), { ...more, "content-type": "application/json" });
  }

  /** The form on `path` whose button reads `button`, ready to be sent any number of times. */
  async form(path: string, button: string): Promise<(fields: Fields) => Promise<PageAnswer>> {
    const page = await this.get(path);
    const form = elementsOf(parsePage(page.text)).find(
      (element) => element.tagName === "form" && submitTexts(element).includes(button),
    );
    if (form === undefined) throw new Error(`No form with “${button}” on ${path} (status ${page.status}).`);
    const given = fieldsOf(form);
    return (fields) => {
      const typed = Array.isArray(fields) ? fields : Object.entries(fields);
      const body = new FormData();
      const kept = given.filter(([name]) => !typed.some(([other]) => other === name));
      for (const [name, value] of [...kept, ...typed]) body.append(name, value);
      return this.post(path, body);
    };
  }
}

async function readAnswer(answer: Response): Promise<PageAnswer> {
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

function submitTexts(form: Element): string[] {
  return elementsOf(form)
    .filter(({ tagName }) => tagName === "button")
    .map((button) => textOf(button).trim());
}

/** What a browser would send if nobody touched the form. */
function fieldsOf(form: Element): [name: string, value: string][] {
  return elementsOf(form).flatMap((element): [string, string][] => {
    const [name, type] = [attribute(element, "name"), attribute(element, "type")];
    if (name === null || name === "" || type === "file" || type === "submit") return [];
    if (element.tagName === "textarea") return [[name, textOf(element)]];
    if (element.tagName === "select") return [[name, chosenValue(element)]];
    if (element.tagName !== "input") return [];
    if ((type === "checkbox" || type === "radio") && attribute(element, "checked") === null) return [];
    return [[name, attribute(element, "value") ?? (type === "checkbox" ? "on" : "")]];
  });
}

function chosenValue(select: Element): string {
  const options = elementsOf(select).filter(({ tagName }) => tagName === "option");
  const chosen = options.find((option) => attribute(option, "selected") !== null) ?? options[0];
  return chosen === undefined ? "" : (attribute(chosen, "value") ?? textOf(chosen));
}
