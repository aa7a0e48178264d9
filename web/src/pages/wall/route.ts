import type { PageRoute } from "@/app/pageRoute";

const routes: PageRoute[] = [{ path: "/ceremonies/:id/wall", page: () => import("./WallPage"), theme: "stage", frame: "bare" }];

export default routes;
