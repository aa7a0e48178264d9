import type { PageRoute } from "@/app/pageRoute";

const routes: PageRoute[] = [
  { path: "/agreements/:id/sign", page: () => import("./SignAgreementPage"), theme: "paper", frame: "bare" },
  { path: "/ceremonies/:id/sign", page: () => import("./SignInCeremonyPage"), theme: "stage", frame: "bare" },
];

export default routes;
