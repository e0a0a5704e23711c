import type { Config } from "tailwindcss";

/** Colours by meaning. Their values, for both themes, are the CSS variables of app/globals.css. */
export default {
  content: ["./app/**/*.{ts,tsx}", "./components/**/*.{ts,tsx}"],
  theme: {
    extend: {
      colors: {
        canvas: "var(--canvas)",
        surface: "var(--surface)",
        sunken: "var(--sunken)",
        line: "var(--line)",
        "line-strong": "var(--line-strong)",
        control: "var(--control)",
        ink: "var(--ink)",
        muted: "var(--muted)",
        accent: "var(--accent)",
        "accent-hover": "var(--accent-hover)",
        "on-accent": "var(--on-accent)",
        "accent-soft": "var(--accent-soft)",
        ok: "var(--ok)",
        "ok-soft": "var(--ok-soft)",
        soon: "var(--soon)",
        "soon-soft": "var(--soon-soft)",
        bad: "var(--bad)",
        "bad-soft": "var(--bad-soft)",
        act: "var(--act)",
        "act-soft": "var(--act-soft)",
        status: "var(--status)",
        "status-soft": "var(--status-soft)",
      },
      borderRadius: { card: "10px", control: "8px" },
      boxShadow: { card: "var(--shadow)" },
      fontFamily: { sans: ["Inter Variable", "Inter", "system-ui", "sans-serif"] },
      fontSize: {
        title: ["22px", { lineHeight: "28px", letterSpacing: "-0.018em", fontWeight: "600" }],
        body: ["14px", "20px"],
        small: ["12.5px", "18px"],
      },
    },
  },
} satisfies Config;
