"use client";

/** Picks or unpicks every row of this page. */
export function SelectPage() {
  return (
    <label className="needs-script">
      <input
        type="checkbox"
        aria-label="Select all on this page"
        onChange={(event) => {
          const { checked } = event.currentTarget;
          for (const box of document.querySelectorAll<HTMLInputElement>('input[form="extend-selected"]')) {
            if (box.checked === checked) continue;
            box.checked = checked;
            box.dispatchEvent(new Event("change", { bubbles: true }));
          }
        }}
      />
    </label>
  );
}
