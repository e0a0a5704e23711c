/** Where somebody goes who has no better address to go to. */
export const HOME_PATH = "/accounts";

const ID = "[A-Za-z0-9-]{1,64}";
/** Pages that a link in a form or an address may lead back to. */
const PAGES = new RegExp(
  `^/(?:accounts(?:/import|/disconnect|/(?:batches/|connect/)?${ID})?|activity|notices|team|settings(?:/profile|/audit)?)$`,
);
/** Filters and places on a page: what a URL writes without any sign that a parser could take for something else. */
const TAIL = /^(?:\?[A-Za-z0-9._~%&=+-]{0,1000})?(?:#[A-Za-z0-9_-]{0,64})?$/;

/** As `TAIL`, with room for a whole page of selected accounts. */
const CHOICE = /^\?account=[A-Za-z0-9-]{1,64}(?:&account=[A-Za-z0-9-]{1,64}){0,49}$/;

/** The page that `text` names when it is on the list, else the accounts: never another server. */
export function returnPath(text: string | null | undefined): string {
  const [, path = "", tail = ""] = /^([^?#]*)(.*)$/s.exec(text ?? "") ?? [];
  if (path === "/accounts/disconnect" && CHOICE.test(tail)) return path + tail;
  return PAGES.test(path) && TAIL.test(tail) ? path + tail : HOME_PATH;
}
