/** What has befallen an account; without one, all is well. */
export type DemoStory =
  | "failing"
  | "renewal_off"
  | "password_changed"
  | "checkpoint"
  | "became_personal"
  | "imported_without_dates"
  | "connected_today";

export interface DemoAccount {
  username: string;
  name: string;
  accountType: "BUSINESS" | "MEDIA_CREATOR";
  followers: number;
  label: string;
  /** Of the token's life; negative when it is over. */
  daysLeft: number;
  /** How often its token was extended before. */
  renewals: number;
  story?: DemoStory;
}

/**
 * Every status and every renewal state, spread over the runway, and so that the scheduler's first runs leave them as they
 * are. Some of them every new simulator knows already.
 */
export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  {
    username: "nord.coffee",
    name: "Nord Coffee Roasters",
    accountType: "BUSINESS",
    followers: 18_420,
    label: "Northside",
    daysLeft: 31,
    renewals: 3,
    story: "password_changed",
  },
  {
    username: "fjord.yoga",
    name: "Fjord Yoga",
    accountType: "BUSINESS",
    followers: 3_904,
    label: "Northside",
    daysLeft: -3,
    renewals: 1,
    story: "renewal_off",
  },
  {
    username: "studio.halden",
    name: "Studio Halden",
    accountType: "MEDIA_CREATOR",
    followers: 27_115,
    label: "Halden",
    daysLeft: 6,
    renewals: 2,
    story: "renewal_off",
  },
  {
    username: "casa.marisol",
    name: "Casa Marisol",
    accountType: "BUSINESS",
    followers: 12_840,
    label: "Marea",
    daysLeft: 12,
    renewals: 1,
    story: "renewal_off",
  },
  {
    username: "northlight_studio",
    name: "Northlight Studio",
    accountType: "MEDIA_CREATOR",
    followers: 48_211,
    label: "Northside",
    daysLeft: 22,
    renewals: 4,
    story: "failing",
  },
  {
    username: "oldtown.books",
    name: "Old Town Books",
    accountType: "BUSINESS",
    followers: 2_377,
    label: "",
    daysLeft: 26,
    renewals: 1,
    story: "became_personal",
  },
  {
    username: "marea.surf",
    name: "Marea Surf School",
    accountType: "BUSINESS",
    followers: 9_650,
    label: "Marea",
    daysLeft: 41,
    renewals: 2,
    story: "checkpoint",
  },
  {
    username: "velo.werk",
    name: "Velo Werkstatt",
    accountType: "BUSINESS",
    followers: 5_288,
    label: "Werk",
    daysLeft: 36,
    renewals: 1,
  },
  {
    username: "casa.pimenta",
    name: "Casa Pimenta",
    accountType: "BUSINESS",
    followers: 31_072,
    label: "Pimenta Group",
    daysLeft: 44,
    renewals: 2,
  },
  {
    username: "fiora.atelier",
    name: "Fiora Atelier",
    accountType: "MEDIA_CREATOR",
    followers: 14_006,
    label: "Fiora",
    daysLeft: 47,
    renewals: 1,
  },
  {
    username: "kaito.films",
    name: "海斗 Kaito",
    accountType: "MEDIA_CREATOR",
    followers: 105_377,
    label: "Halden",
    daysLeft: 59,
    renewals: 0,
    story: "imported_without_dates",
  },
  {
    username: "pico.bakes",
    name: "Pico Bakes",
    accountType: "BUSINESS",
    followers: 1_519,
    label: "Pimenta Group",
    daysLeft: 53,
    renewals: 0,
  },
  {
    username: "botanica.lx",
    name: "Botânica Lisboa",
    accountType: "BUSINESS",
    followers: 22_731,
    label: "Botânica",
    daysLeft: 57,
    renewals: 3,
  },
  {
    username: "lumen.ceramics",
    name: "Lumen Ceramics",
    accountType: "MEDIA_CREATOR",
    followers: 884,
    label: "",
    daysLeft: 59,
    renewals: 0,
    story: "connected_today",
  },
];
