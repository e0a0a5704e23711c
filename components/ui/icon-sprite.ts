import * as ArrowDown from "lucide-react/icons/arrow-down";
import * as ArrowUp from "lucide-react/icons/arrow-up";
import * as AtSign from "lucide-react/icons/at-sign";
import * as Bell from "lucide-react/icons/bell";
import * as CalendarX from "lucide-react/icons/calendar-x";
import * as Check from "lucide-react/icons/check";
import * as ChevronLeft from "lucide-react/icons/chevron-left";
import * as ChevronRight from "lucide-react/icons/chevron-right";
import * as Clock from "lucide-react/icons/clock";
import * as Copy from "lucide-react/icons/copy";
import * as Download from "lucide-react/icons/download";
import * as ExternalLink from "lucide-react/icons/external-link";
import * as Info from "lucide-react/icons/info";
import * as List from "lucide-react/icons/list";
import * as LogOut from "lucide-react/icons/log-out";
import * as Mail from "lucide-react/icons/mail";
import * as Menu from "lucide-react/icons/menu";
import * as MessageSquare from "lucide-react/icons/message-square";
import * as Monitor from "lucide-react/icons/monitor";
import * as Moon from "lucide-react/icons/moon";
import * as Plus from "lucide-react/icons/plus";
import * as RefreshCw from "lucide-react/icons/refresh-cw";
import * as Search from "lucide-react/icons/search";
import * as Settings from "lucide-react/icons/settings";
import * as ShieldAlert from "lucide-react/icons/shield-exclamation-point";
import * as Smartphone from "lucide-react/icons/smartphone";
import * as Sun from "lucide-react/icons/sun";
import * as Tag from "lucide-react/icons/tag";
import * as TriangleAlert from "lucide-react/icons/triangle-exclamation-point";
import * as Unplug from "lucide-react/icons/unplug";
import * as Users from "lucide-react/icons/users";
import * as Webhook from "lucide-react/icons/webhook";
import * as X from "lucide-react/icons/x";
import { ICON_NAMES, type IconName } from "./icon-name";

/** A drawing as Lucide keeps it beside each of its components: the tags of the picture with their attributes. */
interface Drawing {
  node: [tag: string, attributes: Record<string, string>][];
}

const MODULES: Record<IconName, object> = {
  account: AtSign,
  activity: List,
  alert: TriangleAlert,
  bell: Bell,
  check: Check,
  clock: Clock,
  close: X,
  copy: Copy,
  down: ArrowDown,
  download: Download,
  expired: CalendarX,
  external: ExternalLink,
  import: Download,
  info: Info,
  mail: Mail,
  menu: Menu,
  message: MessageSquare,
  monitor: Monitor,
  moon: Moon,
  next: ChevronRight,
  phone: Smartphone,
  plus: Plus,
  previous: ChevronLeft,
  refresh: RefreshCw,
  search: Search,
  settings: Settings,
  shield: ShieldAlert,
  "sign-out": LogOut,
  sun: Sun,
  tag: Tag,
  team: Users,
  unplug: Unplug,
  up: ArrowUp,
  webhook: Webhook,
};

/** Every icon once, as one picture: `Icon` points into it, so that no page carries the shapes and no script does. */
export function iconSprite(): string {
  const symbols = ICON_NAMES.map(
    (name) =>
      `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${shapes(name)}</symbol>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}

function shapes(name: IconName): string {
  const { __iconData: drawing } = MODULES[name] as { __iconData?: Drawing };
  if (drawing === undefined) throw new Error(`Lucide keeps its drawings elsewhere now: no shapes for "${name}".`);
  return drawing.node
    .map(([tag, { key: _, ...attributes }]) => {
      const text = Object.entries(attributes).map(([attribute, value]) => ` ${attribute}="${value}"`);
      return `<${tag}${text.join("")}/>`;
    })
    .join("");
}
