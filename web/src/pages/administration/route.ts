import type { PageRoute } from "@/app/pageRoute";

const routes: PageRoute[] = [
  { path: "/administration", page: () => import("./AdministrationPage") },
  { path: "/administration/:part", page: () => import("./AdministrationPage") },
];
export default routes;
