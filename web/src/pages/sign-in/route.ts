import type { PageRoute } from "@/app/pageRoute";

const routes: PageRoute[] = [
  { path: "/sign-in", page: () => import("./SignInPage"), frame: "bare", open: true },
  { path: "/invitations/:token", page: () => import("./InvitationPage"), frame: "bare", open: true },
];
export default routes;
