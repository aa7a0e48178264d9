import type { PageRoute } from "@/app/pageRoute";

const routes: PageRoute[] = [{ path: "/figures", page: () => import("./FiguresPage") }];
export default routes;
