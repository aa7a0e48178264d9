import type { PageRoute } from "@/app/pageRoute";

const routes: PageRoute[] = [
  { path: "/ceremonies/:id", page: () => import("./CeremonyPage"), theme: "stage", frame: "bare" },
];

export default routes;
