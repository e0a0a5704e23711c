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
        <label key={value} title={text} className="theme-option">
          <input
            type="radio"
            name={name}
            value={value}
            checked={inBrowser && theme === value}
            onChange={() => setTheme(value)}
          />
          <Icon name={icon} />
          <span className="sr-only">{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
