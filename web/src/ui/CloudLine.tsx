import { useId } from "react";

/** A quiet band of cloud scrolls for the foot of a header; decoration only. */
export function CloudLine({ className, height = 48 }: { className?: string | undefined; height?: number }) {
  const id = useId();
  return (
    <svg className={className} width="100%" height={height} aria-hidden="true" focusable="false">
      <defs>
        <pattern id={id} width="180" height="48" patternUnits="userSpaceOnUse">
          <path
            d="M0 40h52c13 0 19-7 19-14 0-6.500-5-10.500-10-10.500s-8.500 3.500-8.500 7.500c0 3.300 2.300 5.700 5.500 5.700M64 40h116M180 28h-42c-11 0-17 5-17 12M84 28.500c3-8 10.500-12.500 19-12.500 7.500 0 12.700 4.200 12.700 9.700 0 4-3 6.600-6.400 6.600M14 40c0-6 4.500-10.500 10.500-10.500 4 0 6.500 2.300 6.500 5"
            fill="none" stroke="currentColor" strokeWidth="1.500" strokeLinecap="round"
          />
        </pattern>
      </defs>
      <rect width="100%" height="48" y={height - 48} fill={`url(#${id})`} />
    </svg>
  );
}
