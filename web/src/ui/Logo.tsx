/** The product's mark: a seal carved with 云 standing over a line of cloud. Drawn here, no font needed. */
export function Logo({ size = 36, line = "currentColor" }: { size?: number; line?: string }) {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" fill="none" aria-hidden="true" focusable="false">
      <path d="M14.5 4.5c8-.9 26-.8 35 0 1.600.1 2.600 1 2.700 2.600.8 9 .8 24 0 33.500-.1 1.600-1.200 2.500-2.700 2.600-9.500.8-26 .8-35 0-1.600-.1-2.600-1-2.700-2.600-.8-9.500-.8-24.500 0-33.500.1-1.600 1.100-2.500 2.700-2.600Z" fill="#C8372D" />
      <path d="M22 14.500h20M17.500 22.500h29M30.500 22.800 23 35.500h17.500M36.500 29l7.200 9.200" stroke="#FFF8EE" strokeWidth="3.600" strokeLinecap="square" strokeLinejoin="miter" />
      <path d="M3 58.500h19.500c5.600 0 8.300-3 8.300-5.800 0-2.600-2-4.200-4.100-4.200-2 0-3.400 1.400-3.400 3 0 1.300.9 2.300 2.200 2.300M27.500 58.500H61M61 53h-9.500c-4 0-6.200 2.300-6.200 5.300M33.500 53.200c1.200-3 4-4.700 7.200-4.700 2.900 0 4.900 1.600 4.900 3.700 0 1.500-1.100 2.500-2.400 2.500" stroke={line} strokeWidth="2.200" strokeLinecap="round" />
    </svg>
  );
}
