import type { ReactNode } from "react";
import { Brand } from "./brand";
import { SimulatorBanner } from "./simulator-banner";

/** The frame of the pages in front of the sign-in. */
export function Entrance({
  title,
  text,
  simulator,
  children,
}: {
  title: string;
  text: ReactNode;
  simulator: boolean;
  children: ReactNode;
}) {
  return (
    <div className="flex min-h-dvh flex-col">
      {simulator && <SimulatorBanner />}
      <main id="main" className="mx-auto flex w-full max-w-[400px] flex-1 flex-col justify-center px-4 py-12">
        <div className="mb-7 flex justify-center">
          <Brand />
        </div>
        <div className="card px-6 py-6">
          <h1 className="text-title">{title}</h1>
          <p className="mt-1 mb-5 text-muted">{text}</p>
          {children}
        </div>
      </main>
    </div>
  );
}
