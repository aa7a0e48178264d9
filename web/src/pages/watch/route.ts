import type { PageRoute } from "@/app/pageRoute";

const routes: PageRoute[] = [
  // A broadcast for everyone needs no sign-in; the page asks for one where the server does.
  { path: "/items/:id/watch", page: () => import("./WatchPage"), theme: "stage", frame: "bare", open: true },
];

export default routes;
