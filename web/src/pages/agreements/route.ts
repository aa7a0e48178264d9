import type { PageRoute } from "@/app/pageRoute";

const routes: PageRoute[] = [
  { path: "/agreements", page: () => import("./AgreementsPage") },
  { path: "/agreements/:id", page: () => import("./AgreementPage") },
];
export default routes;
