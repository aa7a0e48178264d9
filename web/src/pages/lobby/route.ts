import type { PageRoute } from "@/app/pageRoute";

const routes: PageRoute[] = [{ path: "/", page: () => import("./LobbyPage") }];
export default routes;
