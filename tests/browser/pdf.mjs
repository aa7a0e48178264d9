// A small PDF, written by hand: as many A4 pages as lines, each with its line.

export function pdf(lines) {
  const pages = lines.map((line, nth) => ({ page: 4 + 2 * nth, content: 5 + 2 * nth, line }));
  const objects = [
    [1, '<< /Type /Catalog /Pages 2 0 R >>'],
    [2, `<< /Type /Pages /Kids [${pages.map(({ page }) => `${page} 0 R`).join(' ')}] /Count ${pages.length} >>`],
    [3, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'],
    ...pages.flatMap(({ page, content, line }) => {
      const text = `BT /F 24 Tf 60 760 Td (${line}) Tj ET`;
      return [
        [page, `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${content} 0 R /Resources << /Font << /F 3 0 R >> >> >>`],
        [content, `<< /Length ${text.length} >>\nstream\n${text}\nendstream`],
      ];
    }),
  ];
  let file = '%PDF-1.4\n';
  const places = objects.map(([number, object]) => {
    const place = file.length;
    file += `${number} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const table = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}
