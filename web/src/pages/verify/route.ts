import type { PageRoute } from "@/app/pageRoute";

const routes: PageRoute[] = [{ path: "/verify", page: () => import("./VerifyPage"), open: true }];

export default routes;
