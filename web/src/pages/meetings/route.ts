import type { PageRoute } from "@/app/pageRoute";

const routes: PageRoute[] = [{ path: "/meetings", page: () => import("./MeetingsPage") }];
export default routes;
