import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const SERVICES = join(import.meta.dirname, "../services");

/** From `export function` to the brace that closes it: the formatter puts both at the start of a line. */
const EXPORTED = /^export (?:async )?function\*? (?<name>\w+)\((?<rest>[\s\S]*?)^\}$/gm;
const FIRST_IS_CONTEXT = /^\s*(?:\w+|\{[^}]*\}): (?<context>ServiceContext|PersonContext)\b/;
/** The line that ends the signature, comments, and then the body's first statement. */
const FIRST_STATEMENT = /\{\n(?: {2}\/\/.*\n)*(?<statement> {2}\S.*)$/m;
const AUTHORIZES = /^ {2}authorize\(ctx, "(?<verb>\w+)"\);$/;

/** A function that a file of lib/services exports and that acts for somebody. */
export interface ServiceFunction {
  /** `file#function`. */
  name: string;
  context: string;
  /** The verb that its first statement asks for; null when that statement is another one. */
  verb: string | null;
  source: string;
}

/** Every exported function of lib/services whose first parameter is a context, read from the source. */
export function serviceFunctions(): ServiceFunction[] {
  return readdirSync(SERVICES)
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .flatMap((file) => functionsIn(file.replace(/\.ts$/, ""), readFileSync(join(SERVICES, file), "utf8")));
}

export function functionsIn(file: string, text: string): ServiceFunction[] {
  return [...text.matchAll(EXPORTED)].flatMap(({ 0: source, groups }) => {
    const context = FIRST_IS_CONTEXT.exec(groups?.rest ?? "")?.groups?.context;
    if (context === undefined) return [];
    const statement = FIRST_STATEMENT.exec(source)?.groups?.statement ?? "";
    const verb = AUTHORIZES.exec(statement)?.groups?.verb ?? null;
    return [{ name: `${file}#${groups?.name}`, context, verb, source }];
  });
}
