import { ControlError } from "./control-error";

/** What a control call carries: a JSON object, or a form turned into one. */
export type ControlInput = Readonly<Record<string, unknown>>;

function refuse(name: string, expected: string): never {
  throw new ControlError("invalid_input", `${name} must be ${expected}.`);
}

export function optionalText(input: ControlInput, name: string): string | undefined {
  const value = input[name];
  if (value === undefined || value === null || value === "") return undefined;
  return typeof value === "string" ? value : refuse(name, "a text");
}

export function text(input: ControlInput, name: string): string {
  return optionalText(input, name) ?? refuse(name, "given");
}

/** Forms send numbers as text, so text that is a number counts. */
export function optionalNumber(input: ControlInput, name: string): number | undefined {
  const value = input[name];
  if (value === undefined || value === null || value === "") return undefined;
  const number = typeof value === "string" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : refuse(name, "a number");
}

export function number(input: ControlInput, name: string): number {
  return optionalNumber(input, name) ?? refuse(name, "given");
}

export function optionalBoolean(input: ControlInput, name: string): boolean | undefined {
  const value = input[name];
  if (value === undefined || value === null || value === "") return undefined;
  if (value === true || value === "true" || value === "on") return true;
  if (value === false || value === "false") return false;
  return refuse(name, "true or false");
}

export function optionalChoice<Choice extends string>(
  input: ControlInput,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = optionalText(input, name);
  if (value === undefined) return undefined;
  return choices.find((choice) => choice === value) ?? refuse(name, `one of ${choices.join(", ")}`);
}

export function choice<Choice extends string>(input: ControlInput, name: string, choices: readonly Choice[]): Choice {
  return optionalChoice(input, name, choices) ?? refuse(name, `one of ${choices.join(", ")}`);
}

/** A list, or one value for a list of one. */
export function optionalTexts(input: ControlInput, name: string): string[] | undefined {
  const value = input[name];
  if (value === undefined || value === null || value === "") return undefined;
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.map((item) => (typeof item === "string" ? item : refuse(name, "a list of texts")));
}

export function optionalChoices<Choice extends string>(
  input: ControlInput,
  name: string,
  choices: readonly Choice[],
): Choice[] | undefined {
  return optionalTexts(input, name)?.map((value) => choice({ [name]: value }, name, choices));
}

export function isControlInput(value: unknown): value is ControlInput {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
