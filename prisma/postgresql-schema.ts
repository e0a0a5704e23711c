/** The PostgreSQL twin of the one model file: another provider, and its client in `output`. */
export function postgresqlSchema(schema: string, output: string): string {
  return schema
    .replace('provider = "sqlite"', 'provider = "postgresql"')
    .replace(/(output\s+= )"[^"]+"/, `$1"${output}"`);
}
