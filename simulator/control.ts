import { ControlError } from "./control-error";
import { type ControlInput, isControlInput } from "./control-input";
import { renderControlPage } from "./control-page";
import { CONTROL_VERBS } from "./control-verbs";
import { readForm } from "./form-body";
import { type Answer, htmlAnswer, redirectAnswer, type SimulatorRequest } from "./message";
import type { Simulator } from "./simulator";

const API = "/control/api/";
const FORM = "/control/form/";
/** Verbs whose result a person wants to see; the others lead back to the page. */
const SHOWN_RESULTS: ReadonlySet<string> = new Set(["issue-token", "send-callback", "rotate-secret"]);

function json(value: unknown, status = 200): Answer {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
    body: JSON.stringify(value ?? {}),
  };
}

function fault(error: ControlError): Answer {
  const status = error.code === "unknown_account" ? 404 : error.code === "account_exists" ? 409 : 400;
  return json({ error: { code: error.code, message: error.message } }, status);
}

function formInput(request: SimulatorRequest): ControlInput {
  const form = readForm(request.headers?.["content-type"], request.body);
  const input: Record<string, unknown> = {};
  for (const name of new Set(form.keys())) {
    const values = form.getAll(name);
    input[name] = values.length > 1 ? values : values[0];
  }
  return input;
}

function jsonInput(request: SimulatorRequest): ControlInput {
  const body = Buffer.from(request.body ?? "").toString("utf8");
  if (body.trim() === "") return {};
  if (!/^application\/json\b/i.test(request.headers?.["content-type"] ?? "")) {
    throw new ControlError("invalid_input", "Send application/json.");
  }
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (cause) {
    throw new ControlError("invalid_input", "The body is not JSON.", { cause });
  }
  if (Array.isArray(value)) return { tokens: value };
  if (!isControlInput(value)) throw new ControlError("invalid_input", "Send a JSON object.");
  return value;
}

async function run(simulator: Simulator, name: string, input: ControlInput): Promise<unknown> {
  const verb = Object.hasOwn(CONTROL_VERBS, name) ? CONTROL_VERBS[name] : undefined;
  if (verb === undefined) throw new ControlError("invalid_input", `There is no verb ${name}.`);
  return await verb(simulator, input);
}

async function submitForm(simulator: Simulator, name: string, input: ControlInput): Promise<Answer> {
  const search = typeof input.search === "string" ? input.search : "";
  try {
    const { search: _search, ...rest } = input;
    const result = await run(simulator, name, rest);
    if (!SHOWN_RESULTS.has(name)) {
      const query = new URLSearchParams({ done: name, ...(search === "" ? {} : { search }) });
      return redirectAnswer(`/control?${query.toString()}`, 303);
    }
    return htmlAnswer(
      renderControlPage(simulator.state(), {
        search,
        done: name,
        result: JSON.stringify(result, null, 2),
      }),
    );
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    return htmlAnswer(renderControlPage(simulator.state(), { search, problem: error.message }), 400);
  }
}

/** `/control`, `/control/form/<verb>` for its buttons, and the JSON API below `/control/api/`. */
export async function handleControl(simulator: Simulator, request: SimulatorRequest): Promise<Answer> {
  const [path = "", query = ""] = request.url.split("?", 2);
  if (request.method === "GET" && path === "/control") {
    const parameters = new URLSearchParams(query);
    return htmlAnswer(
      renderControlPage(simulator.state(), {
        search: parameters.get("search") ?? "",
        done: parameters.get("done") ?? undefined,
      }),
    );
  }
  if (request.method === "GET" && path === `${API}state`) return json(simulator.state());
  if (request.method !== "POST") {
    return json({ error: { code: "invalid_input", message: "Use POST." } }, 405);
  }
  if (path.startsWith(FORM)) return submitForm(simulator, path.slice(FORM.length), formInput(request));
  try {
    return json(await run(simulator, path.slice(API.length), jsonInput(request)));
  } catch (error) {
    if (error instanceof ControlError) return fault(error);
    throw error;
  }
}
