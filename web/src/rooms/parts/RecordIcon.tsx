/** The sign of recording: a disc in a ring. */
export function RecordIcon() {
  return (
    <svg width="17" height="17" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden="true">
      <circle cx="12" cy="12" r="9.500" />
      <circle cx="12" cy="12" r="4.500" fill="currentColor" />
    </svg>
  );
}
