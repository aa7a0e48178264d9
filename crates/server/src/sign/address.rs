use reqwest::Url;

/// Where the page that asked for the signature stands.
const PAGE: &str = "/own-key";

/// The server's API and the ticket that opens it.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    /// `https://host/api/v1/own-key`.
    pub api: Url,
    /// The ticket.
    pub ticket: String,
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Address")
            .field("api", &self.api.as_str())
            .finish_non_exhaustive()
    }
}

impl std::str::FromStr for Address {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut url = Url::parse(text).map_err(|_| "not an address")?;
        if url.scheme() != "https" && !(url.scheme() == "http" && is_loopback(&url)) {
            return Err("the address must begin with https://");
        }
        let ticket = url.fragment().unwrap_or_default().to_owned();
        if ticket.is_empty() || !ticket.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err("the ticket behind the # is missing: copy the whole address from the page, in quotes");
        }
        let below = url.path().trim_end_matches('/').strip_suffix(PAGE);
        let api = format!("{}/api/v1{PAGE}", below.ok_or("not the address that the page shows")?);
        url.set_path(&api);
        url.set_fragment(None);
        url.set_query(None);
        Ok(Self { api: url, ticket })
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let ip = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<std::net::IpAddr>();
    host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_from_the_page_with_its_ticket() {
        let address: Address = "https://fair.example:8443/own-key#t1-abc_D".parse().unwrap();
        assert_eq!(address.api.as_str(), "https://fair.example:8443/api/v1/own-key");
        assert_eq!(address.ticket, "t1-abc_D");
        assert!(!format!("{address:?}").contains("t1-abc"), "the ticket is told");
        let below: Address = "https://example.org/fair/own-key?lang=zh#t".parse().unwrap();
        assert_eq!(below.api.as_str(), "https://example.org/fair/api/v1/own-key");
    }

    #[test]
    fn plain_http_is_for_this_machine_alone() {
        for local in [
            "http://localhost:8080/own-key#t",
            "http://127.0.0.1/own-key#t",
            "http://[::1]:1/own-key#t",
        ] {
            assert!(local.parse::<Address>().is_ok(), "{local}");
        }
        for remote in [
            "http://fair.example/own-key#t",
            "http://localhost.example/own-key#t",
            "ftp://localhost/own-key#t",
        ] {
            assert_eq!(
                remote.parse::<Address>(),
                Err("the address must begin with https://"),
                "{remote}"
            );
        }
    }

    #[test]
    fn an_address_without_its_ticket_or_of_another_page_is_refused() {
        assert!("https://fair.example/own-key".parse::<Address>().is_err());
        assert!("https://fair.example/own-key#".parse::<Address>().is_err());
        assert!("https://fair.example/agreements#t".parse::<Address>().is_err());
    }
}
