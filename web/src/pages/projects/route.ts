import type { PageRoute } from "@/app/pageRoute";

const routes: PageRoute[] = [
  { path: "/projects", page: () => import("./ProjectsPage") },
  { path: "/projects/:id", page: () => import("./ProjectPage") },
];
export default routes;
