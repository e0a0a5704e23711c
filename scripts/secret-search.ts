const SHORTEST_SECRET = 8;

export interface SecretSearch {
  searched: number;
  /** Which of the secrets, by number, and the line they stand in, without the secrets themselves. */
  found: string[];
}

/** Looks for secrets in a log, as they are and as an address would carry them. */
export function searchSecrets(log: string, secrets: readonly string[]): SecretSearch {
  const unique = [...new Set(secrets)].filter((secret) => secret.length >= SHORTEST_SECRET);
  const lines = log.split("\n");
  const found = unique.flatMap((secret, index) => {
    const spellings = [...new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])];
    if (!spellings.some((spelling) => log.includes(spelling))) return [];
    const place = lines.findIndex((line) => spellings.some((spelling) => line.includes(spelling)));
    const line = spellings.reduce((text, spelling) => text.replaceAll(spelling, "[secret]"), lines[place] ?? "");
    return [`secret ${index + 1}, line ${place + 1}: ${line.slice(0, 300)}`];
  });
  return { searched: unique.length, found };
}
