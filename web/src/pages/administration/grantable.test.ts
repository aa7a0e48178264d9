import { describe, expect, it } from "vitest";

import { roles } from "@/api/types";
import { grantable } from "./grantable";

describe("the roles that may be given", () => {
  it("are all of them for the province", () => {
    expect(grantable("province_officer")).toEqual(roles);
  });

  it("are none of the province's for a city", () => {
    expect(grantable("city_officer")).not.toContain("host");
    expect(grantable("city_officer")).toContain("county_officer");
  });

  it("are those that only attend for a host, who sees no money", () => {
    expect(grantable("host")).toEqual(["interpreter", "witness", "guest", "viewer"]);
  });
});
