import styles from "./LevelBar.module.css";

/** How loud it is, 0…1, as a bar of twenty lights. */
export function LevelBar({ level, label }: { level: number; label: string }) {
  const lit = Math.round(level * LIGHTS);
  return (
    <div className={styles.level} role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(level * 100)}>
      {Array.from({ length: LIGHTS }, (_, index) => (
        <i key={index} data-on={index < lit} data-loud={index >= LIGHTS - 3} />
      ))}
    </div>
  );
}

const LIGHTS = 20;
