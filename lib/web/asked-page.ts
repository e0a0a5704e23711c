import "server-only";
import { headers } from "next/headers";
import { HOME_PATH } from "@/lib/domain/return-path";
import { PAGE_HEADER } from "./page-header";

/** The page that this request asked for, or whose form it sent, path and query; the home page where nobody has told. */
export async function askedPage(): Promise<string> {
  return (await headers()).get(PAGE_HEADER) ?? HOME_PATH;
}
