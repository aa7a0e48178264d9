import type { PageRoute } from "@/app/pageRoute";

const routes: PageRoute[] = [
  { path: "/items/:id/replay", page: () => import("./ReplayPage"), theme: "stage", frame: "bare" },
  { path: "/meetings/:id/replay", page: () => import("./MeetingReplayPage"), theme: "stage", frame: "bare" },
];

export default routes;
