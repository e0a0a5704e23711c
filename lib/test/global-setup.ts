import { type LocalPostgres, startPostgres } from "../../scripts/postgres";

let postgres: LocalPostgres;

/** One PostgreSQL for the whole run; each test file makes its own databases in it. */
export async function setup({ provide }: { provide: (key: "postgresUrl", value: string) => void }): Promise<void> {
  postgres = await startPostgres();
  provide("postgresUrl", postgres.url("postgres"));
}

export async function teardown(): Promise<void> {
  await postgres.stop();
}

declare module "vitest" {
  export interface ProvidedContext {
    postgresUrl: string;
  }
}
