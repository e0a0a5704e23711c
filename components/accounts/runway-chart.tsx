import { type RenewalDay, renewalsSentence } from "@/lib/domain/renewal-days";
import { type Runway, type RunwayDot, runwaySentence } from "@/lib/domain/runway";
import {
  barParts,
  columnText,
  DAYS_A_GROUP,
  dotGroups,
  dotsFit,
  dotText,
  type RunwayColumn,
  runwayColumns,
} from "./runway-columns";
import { type DotView, RunwayDots } from "./runway-dots";
import { RunwayReadout } from "./runway-readout";
import { RunwayRenewals } from "./runway-renewals";

/** Every account's remaining life at a glance: one dot an account while they fit, stacked bars when they don't. */
export function RunwayChart({ runway, renewals }: { runway: Runway; renewals: readonly RenewalDay[] }) {
  const groups = runway.kind === "dots" ? dotGroups(runway.dots) : null;
  const asDots = groups !== null && dotsFit(groups);
  return (
    <section aria-labelledby="runway" className="card mb-5 px-[18px] pt-3.5 pb-2">
      <div className="mb-2.5 flex flex-wrap items-baseline gap-x-2.5">
        <h2 id="runway" className="font-semibold">
          Runway
        </h2>
        <p className="text-[13px] text-muted">{runwaySentence(runway)}</p>
      </div>
      <RunwayReadout hint={asDots ? "One dot an account, by days of life left." : "Accounts by days of life left."}>
        <div className="runway">
          <div className="runway-plot">
            <div className="runway-zone runway-soon">expiring soon</div>
            <div className="runway-zone runway-window">renewal window</div>
            {asDots ? <RunwayDots groups={dotViews(groups)} /> : <BarsForBothWidths runway={runway} />}
          </div>
          <RunwayRenewals days={renewals} />
          <div className="runway-axis" aria-hidden="true">
            <span className="left-0">today</span>
            <span className="left-[22.95%]">14 d</span>
            <span className="left-[49.18%]">30 d</span>
            <span className="left-[73.77%]">45 d</span>
            <span>60 d</span>
          </div>
        </div>
      </RunwayReadout>
      <p className="flex gap-2 pb-1 text-small text-muted">
        <i className="runway-sign" aria-hidden="true" />
        {renewalsSentence(renewals, runway.total)}
      </p>
    </section>
  );
}

function dotViews(groups: readonly RunwayDot[][][]): DotView[][][] {
  const view = (dot: RunwayDot): DotView => ({ id: dot.id, status: dot.status, text: dotText(dot) });
  return groups.map((days) => days.map((dots) => dots.map(view)));
}

function BarsForBothWidths({ runway }: { runway: Runway }) {
  return (
    <>
      <Bars columns={runwayColumns(runway, 1)} className="runway-bars runway-wide" />
      <Bars columns={runwayColumns(runway, DAYS_A_GROUP)} className="runway-bars runway-narrow" />
    </>
  );
}

function Bars({ columns, className }: { columns: readonly RunwayColumn[]; className: string }) {
  const highest = Math.max(1, ...columns.map((column) => column.total));
  const first = columns.find((column) => column.total > 0);
  return (
    <div className={className}>
      {columns.map((column) =>
        column.total === 0 ? (
          <div key={column.from} />
        ) : (
          <div
            key={column.from}
            className="runway-bar"
            role="img"
            aria-label={columnText(column)}
            title={columnText(column)}
            tabIndex={column === first ? 0 : -1}
          >
            <svg aria-hidden="true">
              {barParts(column, highest).map(({ status, top, height }) => (
                <rect key={status} data-status={status} width="100%" y={`${top}%`} height={`${height}%`} />
              ))}
            </svg>
          </div>
        ),
      )}
    </div>
  );
}
