"use client";

import { useTheme } from "next-themes";
import { useId, useSyncExternalStore } from "react";
import { Icon } from "./icon";
import type { IconName } from "./icon-name";

const THEMES: { value: string; text: string; icon: IconName }[] = [
  { value: "system", text: "System", icon: "monitor" },
  { value: "light", text: "Light", icon: "sun" },
  { value: "dark", text: "Dark", icon: "moon" },
];

const neverChanges = () => () => {};

export function ThemeToggle() {
  const name = useId();
  const { theme, setTheme } = useTheme();
  // The server cannot know the theme: nothing is marked until the browser has taken over.
  const inBrowser = useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  );
  return (
    <fieldset className="needs-script flex rounded-control border border-line bg-canvas p-0.5">
      <legend className="sr-only">Theme</legend>
      {THEMES.map(({ value, text, icon }) => (
        <label
          key={value}
          title={text}
          className="relative grid h-7 flex-1 place-items-center rounded-md text-muted hover:text-ink has-checked:bg-surface has-checked:text-ink has-checked:shadow-card has-checked:ring-1 has-checked:ring-line has-focus-visible:outline-2 has-focus-visible:outline-accent max-lg:h-10"
        >
          <input
            type="radio"
            name={name}
            value={value}
            checked={inBrowser && theme === value}
            onChange={() => setTheme(value)}
            className="absolute inset-0 cursor-pointer opacity-0"
          />
          <Icon name={icon} />
          <span className="sr-only">{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
