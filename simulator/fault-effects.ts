import { flatAnswer, graphAnswer } from "./errors";
import {
  businessUsageHeader,
  DAMAGES,
  type Damage,
  REFUSALS,
  type Refusal,
  refusalFailure,
  STRANGE_ANSWERS,
  type StrangeAnswer,
} from "./fault-kinds";
import { type Fault, minutesToWait } from "./faults";
import type { JsonObject, JsonValue } from "./json";
import { RawInteger } from "./json";
import { type Answer, htmlAnswer, jsonAnswer, type ReadRequest, redirectAnswer } from "./message";
import type { Endpoint } from "./router";
import { errorPage } from "./routes/authorize";
import { fieldsOf } from "./routes/me";
import type { World } from "./world";

export interface Call {
  endpoint: Endpoint;
  request: ReadRequest;
  /** The account whose token, code or choice the call carries, or null. */
  userId: string | null;
}

/** Seconds: 60 days written in milliseconds, a plausible slip that no reader should believe. */
const ABSURD_EXPIRES_IN = 5_184_000_000;
const ONE_HOUR_EXPIRES_IN = 3_600;
/** Valid JSON that few databases take: more than 32 bits hold, half a character, and NUL. */
const LARGEST_NUMBER = Number.MAX_SAFE_INTEGER;
const ODD_TEXT = "\ud83d\0\u202e";
/** Characters. */
const HUGE_LENGTH = 2_000_000;
const HALF_LENGTH = 400;

const EDGE_FAILURE_PAGE =
  '<!DOCTYPE html><html lang="en" id="facebook"><head><title>Facebook | Error</title></head><body><h1>Sorry, something went wrong.</h1><p>We\'re working on it and we\'ll get it fixed as soon as we can.</p></body></html>';
const LOGIN_PAGE =
  "<!DOCTYPE html><html><head><title>Login • Instagram</title></head><body><main>Log in to continue.</main></body></html>";

function isRefusal(kind: string): kind is Refusal {
  return REFUSALS.some((refusal) => refusal === kind);
}

function isStrange(kind: string): kind is StrangeAnswer {
  return STRANGE_ANSWERS.some((strange) => strange === kind);
}

function isDamage(kind: string): kind is Damage {
  return DAMAGES.some((damage) => damage === kind);
}

function refuse(world: World, fault: Fault, kind: Refusal, call: Call): Answer {
  const failure = refusalFailure(kind, call.request.method);
  if (call.endpoint === "authorize" || call.endpoint === "authorize_decision") {
    return errorPage("Sorry, this page isn't available", failure.status);
  }
  if (call.endpoint === "code_exchange") return flatAnswer(failure.message, failure.status);
  const answer = graphAnswer(world, failure);
  if (kind === "rate_limit_business") {
    const owner = call.userId ?? "17841400000000001";
    answer.headers["x-business-use-case-usage"] = businessUsageHeader(
      owner,
      100,
      minutesToWait(fault, world.clock.now()),
    );
  }
  return answer;
}

const STRANGE: Record<StrangeAnswer, () => Answer> = {
  html_502: () => htmlAnswer(EDGE_FAILURE_PAGE, 502),
  html_200: () => htmlAnswer(LOGIN_PAGE),
  empty_body: () => ({ ...jsonAnswer({}), body: "", payload: undefined }),
  null_body: () => ({ ...jsonAnswer({}), body: "null", payload: undefined }),
  huge_body: () => jsonAnswer({ padding: "x".repeat(HUGE_LENGTH) }),
  redirect_to_login: () => redirectAnswer("https://www.instagram.com/accounts/login/"),
  legacy_error: () =>
    jsonAnswer(
      {
        meta: {
          code: 400,
          error_type: "OAuthAccessTokenException",
          error_message: "The access_token provided is invalid.",
        },
      },
      400,
    ),
  odd_error: () => jsonAnswer({ error: { message: oddWords(), code: 1.5, error_subcode: LARGEST_NUMBER } }, 400),
  reset_before: () => ({ status: 0, headers: {}, body: "", connection: "reset" }),
};

/** Wherever they are cut, a pair of surrogates is cut in half. */
function oddWords(): string {
  return `${ODD_TEXT}${"😀".repeat(HALF_LENGTH)}${ODD_TEXT} x${"😀".repeat(HALF_LENGTH)}`;
}

/** The answer that keeps the call from happening, or null when the fault does not stop this call. */
export function stopWith(world: World, fault: Fault, call: Call): Answer | null {
  if (fault.kind === "user_id_unsupported" && !fieldsOf(call.request).includes("user_id")) {
    return null;
  }
  if (isRefusal(fault.kind)) return refuse(world, fault, fault.kind, call);
  return isStrange(fault.kind) ? STRANGE[fault.kind]() : null;
}

function strangerOf(world: World, userId: string | null): JsonObject {
  for (const account of world.store.accounts.values()) {
    if (account.userId === userId) continue;
    const { appScopedId, username } = account;
    return { id: appScopedId, user_id: account.userId, username };
  }
  return { id: "24000000000000001", user_id: "17841400000000001", username: "somebody.else" };
}

/** Replaces members that the record has; an edit that finds nothing to change is no edit. */
function replace(record: JsonObject, changes: JsonObject): JsonObject | null {
  const entries = Object.entries(changes).filter(([key]) => key in record);
  return entries.length === 0 ? null : { ...record, ...Object.fromEntries(entries) };
}

function editRecord(world: World, kind: Damage, call: Call, record: JsonObject): JsonObject | null {
  const seconds: JsonValue | undefined = record.expires_in;
  switch (kind) {
    case "missing_expires_in":
      return replace(record, { expires_in: undefined });
    case "expires_in_string":
      return replace(record, { expires_in: String(seconds) });
    case "expires_in_zero":
      return replace(record, { expires_in: 0 });
    case "expires_in_negative":
      return replace(record, { expires_in: new RawInteger("-3600") });
    case "expires_in_absurd":
      return replace(record, { expires_in: ABSURD_EXPIRES_IN });
    case "expires_in_one_hour":
      return replace(record, { expires_in: ONE_HOUR_EXPIRES_IN });
    case "blank_token":
      return replace(record, { access_token: "" });
    case "missing_token":
      return replace(record, { access_token: undefined });
    case "other_account":
      return call.endpoint === "me" ? replace(record, strangerOf(world, call.userId)) : null;
    case "odd_facts":
      return replace(record, {
        permissions: `instagram_business_basic,${ODD_TEXT}`,
        followers_count: LARGEST_NUMBER,
        profile_picture_url: `https://scontent.cdninstagram.com/${ODD_TEXT}`,
        name: ODD_TEXT,
        account_type: ODD_TEXT,
      });
    default:
      return null;
  }
}

function isRecord(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof RawInteger);
}

/** The damaged answer, or null when there is nothing in it that this fault could damage. */
export function damage(world: World, fault: Fault, call: Call, answer: Answer): Answer | null {
  const { kind } = fault;
  if (!isDamage(kind)) return null;
  if (kind === "reset_after") return { ...answer, connection: "reset" };
  if (answer.status !== 200 || answer.payload === undefined) return null;
  if (kind === "malformed_json") {
    return { ...answer, body: answer.body.slice(0, Math.ceil(answer.body.length / 2)) };
  }
  const { payload } = answer;
  const wrapped = Array.isArray(payload.data) ? payload.data[0] : undefined;
  const edited = editRecord(world, kind, call, isRecord(wrapped) ? wrapped : payload);
  if (edited === null) return null;
  const whole = isRecord(wrapped) ? { ...payload, data: [edited] } : edited;
  return { ...jsonAnswer(whole), headers: answer.headers };
}
