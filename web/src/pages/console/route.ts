import type { PageRoute } from "@/app/pageRoute";

const routes: PageRoute[] = [
  { path: "/ceremonies/:id/console", page: () => import("./ConsolePage"), theme: "stage", frame: "bare" },
];

export default routes;
