/** In which proxy.ts tells the rest of a request which page was asked for, path and query. Nobody outside can set it. */
export const PAGE_HEADER = "x-page";
