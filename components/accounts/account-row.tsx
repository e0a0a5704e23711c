import Link from "next/link";
import { Avatar } from "@/components/ui/avatar";
import { Icon } from "@/components/ui/icon";
import { STATUS_TEXT } from "@/lib/domain/token-status";
import { ConnectButton } from "./connect-button";
import { LifeBar } from "./life-bar";
import { pictureAddress } from "./picture-address";
import { RenewalWord } from "./renewal-word";
import { RowButton } from "./row-button";
import type { RowView } from "./row-view";
import { STATUS_ICON } from "./status-badge";

/** One account. `place` (its number on the page) makes short ids that tie the button to the name it acts on. */
export function AccountRow({
  row,
  place,
  configured,
  mayChange,
}: {
  row: RowView;
  place: number;
  configured: boolean;
  mayChange: boolean;
}) {
  return (
    <tr data-status={row.status}>
      {mayChange && (
        <td className="pick">
          <label>
            <input
              type="checkbox"
              form="extend-selected"
              name="account"
              value={row.id}
              aria-label={`Select @${row.username}`}
            />
          </label>
        </td>
      )}
      <td className="who">
        <div>
          <Avatar name={row.username} picture={pictureAddress(row.id, row.picture)} />
          <div>
            <Link id={`u${place}`} href={`/accounts/${row.id}`} prefetch={false} dir="auto">
              {`@${row.username}`}
            </Link>
            {row.about !== "" && <small dir="auto">{row.about}</small>}
          </div>
        </div>
      </td>
      <td className="token">
        <span className="badge">
          <Icon name={STATUS_ICON[row.status]} />
          {STATUS_TEXT[row.status]}
        </span>
      </td>
      <td className="expiry">
        <time dateTime={row.expires.iso} title={row.expires.exact} data-relative={row.expires.relative && "relative"}>
          {row.expires.text}
        </time>
        <LifeBar days={row.life} />
      </td>
      <td className="renewal" id={`r${place}`}>
        <RenewalWord text={row.renewal} troubled={row.troubled === true} />
        {row.at === null ? <small title={row.lead}>{row.lead}</small> : `${row.lead} `}
        {row.at !== null && (
          <time dateTime={row.at.iso} data-relative={row.at.relative && "relative"}>
            {row.at.text}
          </time>
        )}
        {row.tail}
      </td>
      {mayChange && (
        <td className="act">
          <RowAct row={row} place={place} configured={configured} />
        </td>
      )}
    </tr>
  );
}

function RowAct({ row, place, configured }: { row: RowView; place: number; configured: boolean }) {
  switch (row.action) {
    case "reconnect":
      return <ConnectButton accountId={row.id} configured={configured} size="small" describedBy={`u${place}`} />;
    case "fix":
      return (
        <Link
          href={`/accounts/${row.id}#next`}
          prefetch={false}
          className="btn btn-small"
          aria-describedby={`u${place}`}
        >
          How to fix
        </Link>
      );
    default:
      return (
        <RowButton verb={row.action} accountId={row.id} refusal={row.refusal} describedBy={`u${place} r${place}`} />
      );
  }
}
