import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";
import { databaseKind, sqlitePath } from "../lib/db/database-url";

let engineLoaded: Promise<void> | undefined;

/** Prisma's own schema engine as WebAssembly, from the registry: the native one is downloaded from elsewhere. */
async function loadEngine(): Promise<void> {
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm");
  const bytes = await readFile(entry.replace(/\.js$/, "_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, {
    "./schema_engine_bg.js": { ...bindings } as WebAssembly.ModuleImports,
  });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
}

const CHAR_TYPE = 18;
const JSON_TYPE = 114;

/**
 * The adapter refuses PostgreSQL's catalogue type `"char"`, which the engine wants as one character. It travels as
 * JSON, a type that no catalogue query returns, and becomes a character behind the adapter.
 */
class CataloguePool extends pg.Pool {
  override query = (async (...parameters: Parameters<pg.Pool["query"]>) => {
    const result = (await super.query(...parameters)) as unknown as pg.QueryResult;
    for (const field of result.fields) if (field.dataTypeID === CHAR_TYPE) field.dataTypeID = JSON_TYPE;
    return result;
  }) as unknown as pg.Pool["query"];
}

function postgresqlFactory(url: string): SqlMigrationAwareDriverAdapterFactory {
  const factory = new PrismaPg(new CataloguePool({ connectionString: url }), { disposeExternalPool: true });
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      const { Json, Character } = ColumnTypeEnum;
      return { ...result, columnTypes: result.columnTypes.map((type) => (type === Json ? Character : type)) };
    };
    return adapter;
  };
  return factory;
}

function adapterFactory(url: string): SqlMigrationAwareDriverAdapterFactory {
  return databaseKind(url) === "sqlite"
    ? new PrismaBetterSqlite3({ url: `file:${sqlitePath(url)}` })
    : postgresqlFactory(url);
}

/**
 * The SQL that would bring the database at `url` to `schema`; an empty text when they are equal.
 *
 * @param schema - a whole Prisma schema file for the same kind of database.
 */
export async function schemaDifference(schema: string, url: string): Promise<string> {
  engineLoaded ??= loadEngine();
  await engineLoaded;
  const files = [{ path: "schema.prisma", content: schema }];
  const engine = await bindings.SchemaEngine.new(
    { datamodels: [["schema.prisma", schema]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(adapterFactory(url)),
  );
  try {
    const difference = await engine.diff({
      from: { tag: "schemaDatasource", files, configDir: "." },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    });
    return difference.exitCode === 0 ? "" : (difference.stdout ?? "");
  } finally {
    engine.free();
  }
}
