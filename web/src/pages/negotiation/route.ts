import type { PageRoute } from "@/app/pageRoute";

const routes: PageRoute[] = [
  { path: "/meetings/:id/room", page: () => import("./NegotiationPage"), theme: "stage", frame: "bare" },
];

export default routes;
