import { expect, it } from "vitest";
import { mayDo, ROLES, type Role } from "@/lib/domain/role";
import { databasePicture } from "@/lib/test/database-picture";
import { onBothDatabases } from "@/lib/test/harness";
import { GUARDED } from "@/lib/test/service-table";
import type { PersonContext } from "./context";

type Service = (ctx: PersonContext, ...input: unknown[]) => unknown;

const MODULES = import.meta.glob<Record<string, unknown>>(["./*.ts", "!./*.test.ts"]);

async function service(name: string): Promise<Service> {
  const [file, exported = ""] = name.split("#");
  const found = (await MODULES[`./${file}.ts`]?.())?.[exported];
  if (typeof found !== "function") throw new Error(`${name} is not there.`);
  return found as Service;
}

/** The code with which a call was refused, "other" for another failure, or null when it went through. */
async function refusal(call: () => unknown): Promise<string | null> {
  try {
    const result = await call();
    // A generator does nothing before somebody reads.
    if (typeof result === "object" && result !== null && Symbol.asyncIterator in result) {
      for await (const _ of result as AsyncIterable<unknown>);
    }
    return null;
  } catch (error) {
    return (error as { code?: string }).code ?? "other";
  }
}

onBothDatabases("every role at every service", (harness) => {
  const services = (role: Role, allowed: boolean) =>
    Object.entries(GUARDED).filter(([, { verb }]) => mayDo(role, verb) === allowed);

  it.each(ROLES.filter((role) => role !== "owner"))(
    "refuses a %s what is not theirs, and changes nothing",
    async (role) => {
      const h = harness();
      const before = await databasePicture(h.db);
      expect(services(role, false).length).toBeGreaterThan(3);
      for (const [name, { input }] of services(role, false)) {
        const act = await service(name);
        expect(await refusal(() => act(h.context({ role, userId: "somebody" }), ...input)), name).toBe("forbidden");
        expect(await databasePicture(h.db), name).toBe(before);
      }
    },
  );

  it.each(ROLES)("lets %s do what is theirs", async (role) => {
    const h = harness();
    expect(services(role, true).length).toBeGreaterThan(15);
    for (const [name, { input }] of services(role, true)) {
      const act = await service(name);
      const userId = role === "owner" ? "ada" : "somebody";
      expect(await refusal(() => act(h.context({ role, userId }), ...input)), name).not.toBe("forbidden");
    }
  });
});
