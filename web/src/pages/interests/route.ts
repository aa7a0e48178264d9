import type { PageRoute } from "@/app/pageRoute";

const routes: PageRoute[] = [
  { path: "/interests", page: () => import("./InterestsPage") },
  { path: "/interests/:id", page: () => import("./InterestsPage") },
];
export default routes;
