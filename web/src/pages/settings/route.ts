import type { PageRoute } from "@/app/pageRoute";

const routes: PageRoute[] = [{ path: "/settings", page: () => import("./SettingsPage") }];
export default routes;
