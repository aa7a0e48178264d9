import type { PageRoute } from "@/app/pageRoute";

const routes: PageRoute[] = [{ path: "/items/:id/booth", page: () => import("./BoothPage"), theme: "stage", frame: "bare" }];

export default routes;
