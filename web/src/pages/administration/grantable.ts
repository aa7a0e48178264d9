import { type Role, roles } from "@/api/types";

const attending: Role[] = ["interpreter", "witness", "guest", "viewer"];
const provincial: Role[] = ["province_officer", "statistician", "host"];

/** The roles that someone in `own` may give others; the server refuses the rest. */
export function grantable(own: Role): Role[] {
  if (own === "province_officer") return [...roles];
  if (own === "city_officer") return roles.filter((role) => !provincial.includes(role));
  return attending;
}
