import { saveFile } from "../saveFile";

/** One table as CSV (RFC 4180); a leading apostrophe keeps spreadsheets from running a cell as a formula. */
export function csv(head: string[], rows: string[][]): string {
  const quoted = (text: string) => {
    const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [head, ...rows].map((row) => row.map(quoted).join(",")).join("\r\n");
}

/** Hands the table to the reader as a file; the byte order mark makes spreadsheets read it as UTF-8. */
export function saveCsv(name: string, head: string[], rows: string[][]): void {
  saveFile(`${name}.csv`, `\uFEFF${csv(head, rows)}`, "text/csv;charset=utf-8");
}
