//! A real record, from the empty directory to its first officer's second organisation: no demonstration, real mail.

use anyhow::{Context, Result};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use yunqian_tests::{Server, ServerOptions};

const OFFICER: &str = "li.wei@example.org";

/// Takes one letter as the smallest SMTP server (RFC 5321) would, and gives its lines.
async fn letter(post_office: TcpListener) -> Result<Vec<String>> {
    let (socket, _) = post_office.accept().await?;
    let (reader, mut writer) = socket.into_split();
    let mut lines = BufReader::new(reader).lines();
    let (mut taken, mut in_data) = (Vec::new(), false);
    writer.write_all(b"220 here\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let answer: &[u8] = match (in_data, line.as_str()) {
            (true, ".") => return Ok(taken),
            (true, _) => {
                taken.push(line);
                continue;
            }
            (false, "DATA") => {
                in_data = true;
                b"354 go on\r\n"
            }
            (false, _) => b"250 fine\r\n",
        };
        writer.write_all(answer).await?;
    }
    anyhow::bail!("the connection ended before the letter did")
}

/// The code in a letter, whose Chinese body is in Base64 (RFC 2045).
fn code(letter: &[String]) -> Result<String> {
    let body: String = letter
        .iter()
        .skip_while(|line| !line.is_empty())
        .map(String::as_str)
        .collect();
    let body = String::from_utf8(BASE64_STANDARD.decode(body)?)?;
    let mut numbers = body.split(|c: char| !c.is_ascii_digit());
    let code = numbers.find(|number| number.len() == 6);
    code.map(str::to_owned).with_context(|| format!("no code in {body}"))
}

fn founding() -> Vec<String> {
    founding_with("130000", OFFICER)
}

fn founding_with(code: &str, email: &str) -> Vec<String> {
    let arguments = [
        ("--province-code", code),
        ("--province", "zh=河北省"),
        ("--province", "en=Hebei"),
        ("--department", "zh=河北省商务厅"),
        ("--department", "en=Department of Commerce of Hebei"),
        ("--officer", "zh=李薇"),
        ("--officer", "en=Li Wei"),
        ("--email", email),
    ];
    arguments
        .into_iter()
        .flat_map(|(name, value)| [name.to_owned(), value.to_owned()])
        .collect()
}

#[tokio::test]
async fn a_tenant_is_founded_and_its_officer_signs_in_by_a_mailed_code() -> Result<()> {
    let post_office = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("smtp://{}", post_office.local_addr()?);
    let settings = [
        ("TRANSPORT", "smtp"),
        ("URL", &url),
        ("FROM", "Yunqian <fair@example.org>"),
    ];
    let server = Server::start_with(ServerOptions {
        founding: Some(founding()),
        environment: settings
            .map(|(name, value)| (format!("YUNQIAN_MAIL__{name}"), value.to_owned()))
            .into(),
        bare: true,
        ..ServerOptions::default()
    })
    .await?;
    let officer = server.client();
    officer.get("/sign-in/demo").await?.refused(404, "no-such-path")?;
    let mail = tokio::spawn(letter(post_office));
    officer
        .post("/sign-in/code", &json!({ "email": OFFICER }))
        .await?
        .expect(202)?;
    let code = code(&mail.await??)?;
    let verify = json!({ "email": OFFICER, "code": code });
    officer.post("/sign-in/code/verify", &verify).await?.expect(204)?;
    let me: Value = officer.get("/session").await?.expect(200)?;
    assert_eq!(me["memberships"][0]["role"], "province_officer", "{me}");

    let city = json!({
        "code": "130700", "level": "city", "parent": "130000", "valid_from": "2020-01-01",
        "name": { "zh": "张家口市", "en": "Zhangjiakou" },
    });
    officer.post("/regions", &city).await?.expect(201)?;
    officer.post("/regions", &city).await?.refused(409, "id-taken")?;
    let office = json!({
        "kind": "city_office", "country": "CN", "region": "130700",
        "name": { "zh": "张家口市商务局", "en": "Commerce Bureau of Zhangjiakou" },
    });
    officer.post("/organisations", &office).await?.expect(201)?;
    Ok(())
}

#[tokio::test]
async fn what_can_not_be_founded_is_refused_in_one_line_that_says_why() -> Result<()> {
    for (code, email, why) in [
        (
            "13",
            OFFICER,
            "error: a region code is six digits, with a suffix for parks\n",
        ),
        (
            "130000",
            "not an address@",
            "error: not an address@ is no mail address\n",
        ),
    ] {
        let refused = Server::start_with(ServerOptions {
            founding: Some(founding_with(code, email)),
            bare: true,
            ..ServerOptions::default()
        });
        let refusal = refused.await.err().map(|error| error.to_string()).unwrap_or_default();
        assert_eq!(refusal, why);
    }
    Ok(())
}
