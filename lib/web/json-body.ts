import "server-only";
import type { NextRequest } from "next/server";
import type { z } from "zod";
import { AppError } from "@/lib/domain/app-error";

/**
 * The body of a request as JSON of the wanted shape.
 *
 * @throws AppError `invalid_input`.
 */
export async function jsonBody<Shape extends z.ZodType>(request: NextRequest, shape: Shape): Promise<z.infer<Shape>> {
  const body: unknown = await request.json().catch(() => undefined);
  const parsed = shape.safeParse(body);
  if (!parsed.success)
    throw new AppError("invalid_input", "This request cannot be read. Reload the page and try again.");
  return parsed.data;
}
