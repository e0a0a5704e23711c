import { type Account, putAccount, type Store } from "./store";

type SeedAccount = Omit<Account, "serial" | "fault" | "personal" | "hasTesterRole"> &
  Partial<Pick<Account, "personal" | "hasTesterRole">>;

/** Odd ids above 2^53 are on purpose: `JSON.parse` damages them (instagram-platform §2.2). */
const SEED_ACCOUNTS: readonly SeedAccount[] = [
  {
    username: "casa.marisol",
    name: "Casa Marisol",
    accountType: "BUSINESS",
    userId: "17841405309211845",
    appScopedId: "28970000000402975",
    followers: 12_840,
    follows: 312,
    mediaCount: 64,
  },
  {
    username: "northlight_studio",
    name: "Northlight Studio",
    accountType: "MEDIA_CREATOR",
    userId: "17841400000412211",
    appScopedId: "38281000000004703",
    followers: 48_211,
    follows: 901,
    mediaCount: 231,
  },
  {
    username: "brot_und_butter",
    name: "Brot & Butter Bäckerei",
    accountType: "BUSINESS",
    userId: "17841452970318847",
    appScopedId: "26121004417735093",
    followers: 2_963,
    follows: 188,
    mediaCount: 40,
  },
  {
    username: "kaito.films",
    name: "海斗 Kaito",
    accountType: "MEDIA_CREATOR",
    userId: "17841433862190753",
    appScopedId: "24410093355128877",
    followers: 105_377,
    follows: 77,
    mediaCount: 512,
  },
  {
    username: "tinywheels",
    name: "<script>alert(1)</script> 🚲 Tiny Wheels",
    accountType: "BUSINESS",
    userId: "17841461150774089",
    appScopedId: "27733010094418261",
    followers: 640,
    follows: 1_204,
    mediaCount: 18,
  },
  {
    username: "harbour.dental",
    name: "Harbour Dental Care",
    accountType: "BUSINESS",
    userId: "17841409915527330",
    appScopedId: "30046120088735519",
    followers: 0,
    follows: 0,
    mediaCount: 0,
  },
  {
    username: "lena.at.home",
    name: "Lena",
    accountType: "BUSINESS",
    userId: "17841470028816603",
    appScopedId: "25598120030467741",
    followers: 143,
    follows: 260,
    mediaCount: 27,
    personal: true,
  },
  {
    username: "olive_and_oak",
    name: "Olive & Oak",
    accountType: "MEDIA_CREATOR",
    userId: "17841418846302917",
    appScopedId: "29915830041177637",
    followers: 7_502,
    follows: 433,
    mediaCount: 96,
    hasTesterRole: false,
  },
];

/** The accounts every simulator starts with. */
export function seedWorld(store: Store): void {
  SEED_ACCOUNTS.forEach((account, index) => {
    putAccount(store, {
      personal: false,
      hasTesterRole: true,
      ...account,
      serial: index + 1,
      fault: null,
    });
  });
}
