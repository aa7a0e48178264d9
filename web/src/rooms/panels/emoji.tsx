import { HeartFilled, LikeFilled, SmileFilled, TrophyFilled } from "@ant-design/icons";
import type { ReactNode } from "react";

/** The reactions offered: what goes over the wire, and how it is drawn, the same on every device. */
export const REACTIONS: { emoji: string; name: string; mark: ReactNode }[] = [
  { emoji: "👏", name: "panels-react-applause", mark: <Clap /> },
  { emoji: "👍", name: "panels-react-agree", mark: <LikeFilled style={{ color: "#9db8f2" }} /> },
  { emoji: "❤️", name: "panels-react-heart", mark: <HeartFilled style={{ color: "#f0776c" }} /> },
  { emoji: "😊", name: "panels-react-smile", mark: <SmileFilled style={{ color: "#ddb568" }} /> },
  { emoji: "🏆", name: "panels-react-well-done", mark: <TrophyFilled style={{ color: "#5cc2a8" }} /> },
];

/** Draws a reaction; one of a newer client as the character that it is. */
export function ReactionMark({ emoji }: { emoji: string }) {
  return <>{REACTIONS.find((known) => known.emoji === emoji)?.mark ?? emoji}</>;
}

function Clap() {
  return (
    <svg width="1em" height="1em" viewBox="0 0 24 24" fill="none" stroke="#ddb568" strokeWidth="1.9" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d="M9.500 20.500c-2 0-3.500-.8-4.800-2.500L3 15.500c-.5-.8.6-1.800 1.400-1.200L6.500 16V8.500c0-1.700 2.300-1.700 2.300 0V12m0-5.500c0-1.600 2.200-1.600 2.200 0V12m0-4c0-1.500 2.100-1.500 2.100 0v7.500c0 3-1.400 5-3.600 5" />
      <path d="M15.500 18.500c2.600-.6 4-2.300 4-5.300V7.700c0-1.400-1.900-1.400-1.900 0m-1.700-1.800c0-1.500 1.700-1.500 1.700 0v4M13 3.500l.5-1.500M16.500 3.500 17.500 2M10 4 9 2.500" />
    </svg>
  );
}
