import { NotFoundNotice } from "@/components/shell/not-found-notice";

export default function DashboardNotFound() {
  return <NotFoundNotice text="This account or run is no longer here, or the address is mistyped." />;
}
