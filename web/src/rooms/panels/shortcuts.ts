import { useEffect } from "react";

/** Keys that belong to what has the focus: text being written, a list or a slider being moved through. */
const TAKES_KEYS = "input, textarea, select, [contenteditable], [role=listbox], [role=menu], [role=slider], [role=dialog] *";

/**
 * Presses the button that says to have the pressed key (`aria-keyshortcuts`): the key does exactly what the button
 * does, is off where the button is off, and screen readers name it with the button.
 */
export function useShortcuts(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.closest(TAKES_KEYS)) return;
      const button = buttonOf(event.key);
      if (!button) return;
      event.preventDefault();
      button.click();
    };
    window.addEventListener("keydown", press);
    return () => {
      window.removeEventListener("keydown", press);
    };
  }, []);
}

function buttonOf(key: string): HTMLButtonElement | undefined {
  return all().find((button) => button.getAttribute("aria-keyshortcuts") === key.toLowerCase());
}

function all(): HTMLButtonElement[] {
  return [...document.querySelectorAll<HTMLButtonElement>("button[aria-keyshortcuts]:not(:disabled)")];
}

export interface Shortcut {
  key: string;
  label: string;
}

/** The keys that do something on this page now, with the words of their buttons. */
export function shortcutsNow(): Shortcut[] {
  return all().map((button) => ({
    key: button.getAttribute("aria-keyshortcuts") ?? "",
    label: button.getAttribute("aria-label") ?? button.dataset["name"] ?? button.textContent,
  }));
}
