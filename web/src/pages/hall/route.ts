import type { PageRoute } from "@/app/pageRoute";

const routes: PageRoute[] = [
  { path: "/items/:id/hall", page: () => import("./HallPage"), theme: "stage", frame: "bare" },
];

export default routes;
