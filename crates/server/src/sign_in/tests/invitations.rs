use serde_json::{Value, json};
use yunqian_session::organisation::Kind;
use yunqian_session::person::Role;
use yunqian_session::{OrganisationId, PersonId, person};

use super::{Site, Visitor};

const OFFICER: &str = "officer@example.com";
const GUEST: &str = "han@example.com";
const KNOWN: &str = "li@example.com";

struct Office {
    site: Site,
    agency: OrganisationId,
    officer: PersonId,
}

async fn office() -> Office {
    let site = Site::demo().await;
    let office = site.organisation(Kind::ProvinceOffice).await;
    let agency = site.organisation(Kind::OverseasAgent).await;
    let officer = site.person(OFFICER, office, Role::ProvinceOfficer).await;
    Office { site, agency, officer }
}

impl Office {
    async fn officer(&self) -> Visitor<'_> {
        let mut officer = self.site.visitor();
        officer.sign_in(OFFICER).await;
        officer
    }

    fn asked(&self, email: &str) -> Value {
        json!({ "email": email, "name": "Han Meimei", "organisation": self.agency, "role": "agent", "locale": "en" })
    }

    async fn token(&self, email: &str) -> String {
        let letter = self.site.letter(email).await.unwrap();
        let link = letter.split_whitespace().find(|word| word.starts_with("http")).unwrap();
        link.rsplit('/').next().unwrap().to_owned()
    }
}

#[tokio::test]
async fn an_invited_person_comes_in_by_the_link_once() {
    let office = office().await;
    office
        .officer()
        .await
        .post("/invitations", office.asked(GUEST))
        .await
        .is(201);
    let token = office.token(GUEST).await;
    let mut guest = office.site.visitor();
    let shown = guest.get(&format!("/invitations/{token}")).await.is(200);
    assert_eq!(
        (&shown["role"], &shown["name"]["en"]),
        (&json!("agent"), &json!("Han Meimei"))
    );
    assert_eq!(shown["organisation_name"]["zh"], "某机构");
    let accept = format!("/invitations/{token}/accept");
    guest.post(&accept, json!({ "name": "Han Mei" })).await.is(204);
    let session = guest.get("/session").await.is(200);
    assert_eq!(session["person"]["name"]["en"], "Han Mei");
    assert_eq!(session["person"]["email"], GUEST);
    assert_eq!(
        session["active_membership"]["organisation_id"],
        office.agency.to_string()
    );
    office
        .site
        .visitor()
        .post(&accept, json!({}))
        .await
        .refuses(410, "invitation-used");
    office
        .site
        .visitor()
        .get(&format!("/invitations/{token}"))
        .await
        .refuses(410, "invitation-used");
}

#[tokio::test]
async fn a_known_person_gets_one_more_membership_and_keeps_its_name() {
    let office = office().await;
    let chamber = office.site.organisation(Kind::Chamber).await;
    let known = office.site.person(KNOWN, chamber, Role::Agent).await;
    office
        .officer()
        .await
        .post("/invitations", office.asked(KNOWN))
        .await
        .is(201);
    let token = office.token(KNOWN).await;
    let mut invited = office.site.visitor();
    invited
        .post(&format!("/invitations/{token}/accept"), json!({ "name": "Someone" }))
        .await
        .is(204);
    let session = invited.get("/session").await.is(200);
    assert_eq!(session["person"]["id"], known.to_string());
    assert_eq!(session["person"]["name"]["zh"], "李雷");
    assert_eq!(session["memberships"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn who_may_not_let_people_in_may_not_invite() {
    let office = office().await;
    let firm = office.site.organisation(Kind::Firm).await;
    office.site.person("firm@example.com", firm, Role::Firm).await;
    let mut outsider = office.site.visitor();
    outsider
        .post("/invitations", office.asked(GUEST))
        .await
        .refuses(401, "not-signed-in");
    outsider.sign_in("firm@example.com").await;
    outsider
        .post("/invitations", office.asked(GUEST))
        .await
        .refuses(403, "not-permitted");
    assert!(office.site.letter(GUEST).await.is_none());
}

#[tokio::test]
async fn an_invitation_falls_with_its_inviter() {
    let office = office().await;
    office
        .officer()
        .await
        .post("/invitations", office.asked(GUEST))
        .await
        .is(201);
    let membership = office
        .site
        .app
        .state()
        .memberships_of(&office.officer)
        .next()
        .unwrap()
        .id;
    office.site.execute(person::Command::Leave { id: membership }).await;
    let token = office.token(GUEST).await;
    let mut guest = office.site.visitor();
    let refused = guest.post(&format!("/invitations/{token}/accept"), json!({})).await;
    assert_eq!(refused.status, 403, "{}", refused.body);
    assert!(guest.cookies.is_empty());
}

#[tokio::test]
async fn a_guessed_link_leads_nowhere() {
    let office = office().await;
    office
        .site
        .visitor()
        .get("/invitations/guess")
        .await
        .refuses(404, "not-found");
    office
        .site
        .visitor()
        .post("/invitations/guess/accept", json!({}))
        .await
        .refuses(404, "not-found");
}
