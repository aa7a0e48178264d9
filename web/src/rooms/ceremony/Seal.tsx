import styles from "./ceremony.module.css";

interface Props {
  /** One, two or four characters cut into the seal, read downwards and then to the left. */
  text: string;
  label: string;
  /** Whether it comes down now, rather than being there already. */
  falls?: boolean;
  size?: number;
}

/** The red seal that comes down on a signed agreement; its text is text. */
export function Seal({ text, label, falls = false, size = 132 }: Props) {
  const letters = [...text];
  return (
    <svg
      className={falls ? `${styles.seal ?? ""} ${styles.falls ?? ""}` : styles.seal}
      width={size}
      height={size}
      viewBox="0 0 120 120"
      role="img"
      aria-label={label}
    >
      <rect x="5" y="5" width="110" height="110" rx="9" className={styles.sealEdge} />
      <rect x="12" y="12" width="96" height="96" rx="5" className={styles.sealLine} />
      {letters.slice(0, 4).map((letter, index) => (
        <text
          key={`${letter}-${String(index)}`}
          x={column(letters.length, index)}
          y={letters.length === 1 ? 62 : index % 2 === 0 ? 38 : 84}
          textAnchor="middle"
          dominantBaseline="central"
          className={styles.sealText}
          fontSize={letters.length === 1 ? 72 : 42}
        >
          {letter}
        </text>
      ))}
    </svg>
  );
}

function column(count: number, index: number): number {
  if (count <= 2) return 60;
  return index < 2 ? 83 : 37;
}
