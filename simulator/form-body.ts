const MAXIMUM_BODY_BYTES = 64 * 1024;
const MAXIMUM_PARTS = 50;

function boundaryOf(contentType: string): string | null {
  const match = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(contentType);
  return match?.[1] ?? match?.[2] ?? null;
}

function fieldNameOf(partHeaders: string): string | null {
  const match = /^content-disposition:\s*form-data\b.*?;\s*name="([^"]*)"/im.exec(partHeaders);
  return match?.[1] ?? null;
}

/** Works on one character per byte, so that a boundary is found whatever the encoding of the values. */
function readMultipart(bytes: Buffer, boundary: string): URLSearchParams {
  const fields = new URLSearchParams();
  const sections = `\r\n${bytes.toString("latin1")}`.split(`\r\n--${boundary}`);
  const closed = sections.at(-1)?.startsWith("--") === true;
  if (!closed || sections.length > MAXIMUM_PARTS) return fields;

  for (const section of sections.slice(1, -1)) {
    const headerEnd = section.indexOf("\r\n\r\n");
    if (!section.startsWith("\r\n") || headerEnd === -1) return new URLSearchParams();
    const name = fieldNameOf(section.slice(2, headerEnd));
    if (name === null) return new URLSearchParams();
    const value = section.slice(headerEnd + 4);
    fields.append(Buffer.from(name, "latin1").toString("utf8"), Buffer.from(value, "latin1").toString("utf8"));
  }
  return fields;
}

/**
 * The fields of an urlencoded or multipart body (instagram-platform §2.1). Anything else, too large or
 * malformed bodies give no fields, which the endpoints answer as missing parameters.
 */
export function readForm(contentType: string | undefined, body: string | Uint8Array | undefined): URLSearchParams {
  if (contentType === undefined || body === undefined || body.length > MAXIMUM_BODY_BYTES) {
    return new URLSearchParams();
  }
  const bytes = typeof body === "string" ? Buffer.from(body, "utf8") : Buffer.from(body);
  const kind = contentType.split(";", 1)[0]?.trim().toLowerCase();
  if (kind === "application/x-www-form-urlencoded") return new URLSearchParams(bytes.toString());
  if (kind !== "multipart/form-data") return new URLSearchParams();
  const boundary = boundaryOf(contentType);
  return boundary === null ? new URLSearchParams() : readMultipart(bytes, boundary);
}
