import type { PageRoute } from "@/app/pageRoute";

const routes: PageRoute[] = [{ path: "/outbox", page: () => import("./OutboxPage"), open: true }];
export default routes;
