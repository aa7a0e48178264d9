import type { PageRoute } from "@/app/pageRoute";

const routes: PageRoute[] = [{ path: "/rooms/check", page: () => import("./CheckPage") }];

export default routes;
