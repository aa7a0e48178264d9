//! Rooms as a client meets them: over a real WebSocket.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use yunqian_media::MediaConfig;
use yunqian_signaling::{Attach, ErrorCode, Grants, Knock, Role, RoomId, RoomKind};

use super::{RoomAccess, Rooms, RoomsConfig, router};

/// A server with rooms.
struct House {
    rooms: Rooms,
    url: String,
    shutdown: CancellationToken,
    server: tokio::task::JoinHandle<()>,
}

impl House {
    async fn open() -> Self {
        let shutdown = CancellationToken::new();
        let config = RoomsConfig {
            media: MediaConfig {
                listen: "127.0.0.1:0".parse().unwrap(),
                tcp_listen: None,
                cores: 1,
                candidates: vec!["auto".into()],
                tcp_candidates: None,
            },
            grant_seed: [3; 32],
            grant_life: Duration::from_secs(60),
            turn: crate::turn::Turn::default(),
        };
        let rooms = Rooms::start(config, shutdown.clone()).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("ws://{}{}", listener.local_addr().unwrap(), super::PATH);
        let app = router(rooms.clone());
        let stop = shutdown.clone();
        let server = tokio::spawn(async move {
            let served = axum::serve(listener, app).with_graceful_shutdown(async move {
                stop.cancelled().await;
            });
            served.await.unwrap();
        });
        Self {
            rooms,
            url,
            shutdown,
            server,
        }
    }

    fn grant(&self, person: &str, role: Role) -> String {
        self.rooms.issue(Self::access(person, role)).unwrap()
    }

    fn access(person: &str, role: Role) -> RoomAccess {
        RoomAccess {
            person: person.into(),
            room: RoomId("hall".into()),
            kind: RoomKind::Roadshow,
            name: person.into(),
            organisation: None,
            role,
            grants: Grants::of(role),
            rehearsal: false,
            knock: Knock::AsTheRoomSays,
        }
    }

    async fn dial(&self) -> Caller {
        let (socket, _) = connect_async(&self.url).await.unwrap();
        Caller {
            socket,
            welcome: Value::Null,
        }
    }

    async fn join(&self, person: &str, role: Role) -> Caller {
        let mut caller = self.dial().await;
        let grant = self.grant(person, role);
        caller.hello(&grant, Value::Null).await;
        caller
    }

    async fn close(self) {
        self.shutdown.cancel();
        self.rooms.stopped().await;
        self.server.await.unwrap();
    }
}

/// A client.
struct Caller {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    welcome: Value,
}

/// What a client hears.
#[derive(Debug)]
enum Heard {
    Frame(Value),
    Closed(u16),
}

impl Caller {
    async fn hello(&mut self, grant: &str, resume: Value) {
        self.say(json!({"type": "hello", "version": 1, "grant": grant, "resume": resume}))
            .await;
        self.welcome = self.frame("welcome").await;
    }

    async fn say(&mut self, body: Value) -> String {
        let id = Uuid::now_v7().to_string();
        self.raw(&json!({"id": id, "body": body}).to_string()).await;
        id
    }

    async fn raw(&mut self, text: &str) {
        // A socket the server closed meanwhile takes nothing; what it said is still read.
        let _ = self.socket.send(Message::text(text)).await;
    }

    async fn hear(&mut self) -> Heard {
        loop {
            let next = tokio::time::timeout(Duration::from_secs(20), self.socket.next());
            match next.await.expect("the server says something") {
                Some(Ok(Message::Text(text))) => {
                    return Heard::Frame(serde_json::from_str(&text).unwrap());
                }
                Some(Ok(Message::Close(Some(close)))) => return Heard::Closed(close.code.into()),
                Some(Ok(_)) => {}
                other => panic!("the socket broke: {other:?}"),
            }
        }
    }

    /// Waits for a frame of this type.
    async fn frame(&mut self, kind: &str) -> Value {
        loop {
            match self.hear().await {
                Heard::Frame(frame) if frame["body"]["type"] == kind => return frame,
                Heard::Frame(_) => {}
                Heard::Closed(code) => panic!("closed with {code} before `{kind}`"),
            }
        }
    }

    /// Waits for the close, giving the last error heard before.
    async fn closed(&mut self) -> (String, u16) {
        let mut error = String::new();
        loop {
            match self.hear().await {
                Heard::Frame(frame) if frame["body"]["type"] == "error" => {
                    error = frame["body"]["code"].as_str().unwrap().into();
                }
                Heard::Frame(_) => {}
                Heard::Closed(code) => return (error, code),
            }
        }
    }

    fn id(&self) -> Value {
        self.welcome["body"]["participant"].clone()
    }
}

#[tokio::test]
async fn people_meet_chat_and_a_viewer_comes_to_the_panel() {
    let house = House::open().await;
    let mut host = house.join("host", Role::Host).await;
    let mut viewer = house.join("viewer", Role::Viewer).await;
    viewer.say(json!({"type": "chat", "text": "你好"})).await;
    let line = host.frame("chat").await;
    assert_eq!(line["body"]["line"]["text"], "你好");
    viewer.say(json!({"type": "raise_hand"})).await;
    host.frame("hands").await;
    host.say(json!({"type": "promote", "participant": viewer.id(), "screen": false}))
        .await;
    let granted = viewer.frame("granted").await;
    assert_eq!(granted["body"]["role"], "panel");
    let listed = host.frame("participant").await;
    assert_eq!(listed["body"]["participant"]["name"], "viewer");
    house.close().await;
}

#[tokio::test]
async fn facts_of_the_record_reach_those_present_and_those_who_come_later() {
    let house = House::open().await;
    let mut host = house.join("host", Role::Host).await;
    let room = RoomId("hall".into());
    house.rooms.broadcast(&room, "total", json!({"count": 7})).await;
    let bulletin = host.frame("bulletin").await;
    assert_eq!(bulletin["body"]["value"]["count"], 7);
    let late = house.join("late", Role::Viewer).await;
    assert_eq!(late.welcome["body"]["snapshot"]["bulletins"]["total"]["count"], 7);
    house.rooms.close(&room).await;
    assert_eq!(host.closed().await.1, 4004);
    house.close().await;
}

#[tokio::test]
async fn a_broken_socket_resumes_and_hears_what_it_missed() {
    let house = House::open().await;
    let mut host = house.join("host", Role::Host).await;
    let mut presenter = house.join("presenter", Role::Presenter).await;
    let seen = presenter.welcome["body"]["snapshot"]["seq"].clone();
    let token = presenter.welcome["body"]["resume_token"].clone();
    let id = presenter.id();
    presenter.socket.close(None).await.unwrap();
    host.say(json!({"type": "chat", "text": "are you there?"})).await;
    host.frame("done").await;
    let mut back = house.dial().await;
    let grant = house.grant("presenter", Role::Presenter);
    back.hello(&grant, json!({"token": token, "last_seq": seen})).await;
    assert_eq!(back.id(), id);
    assert_eq!(back.welcome["body"]["resumed"], true);
    let missed = back.frame("chat").await;
    assert_eq!(missed["body"]["line"]["text"], "are you there?");
    house.close().await;
}

#[tokio::test]
async fn forged_and_expired_grants_open_nothing() {
    let house = House::open().await;
    let good = house.grant("host", Role::Host);
    let forged = format!("{}AAAA", &good[..good.len() - 4]);
    for grant in [forged.as_str(), "", "a.b.c"] {
        let mut caller = house.dial().await;
        caller.say(json!({"type": "hello", "version": 1, "grant": grant})).await;
        assert_eq!(caller.closed().await, ("bad-grant".into(), 4001));
    }
    let mut caller = house.dial().await;
    caller.say(json!({"type": "hello", "version": 9, "grant": good})).await;
    assert_eq!(caller.closed().await, ("unsupported-version".into(), 4001));
    house.close().await;
}

#[tokio::test]
async fn malformed_frames_are_named_and_then_closed() {
    let house = House::open().await;
    let mut caller = house.dial().await;
    caller.say(json!({"type": "ping"})).await;
    assert_eq!(caller.closed().await, ("hello-expected".into(), 4000));
    let mut member = house.join("viewer", Role::Viewer).await;
    member.raw("{").await;
    let error = member.frame("error").await;
    assert_eq!(error["body"]["code"], "bad-frame");
    member.say(json!({"type": "ping", "surprise": 1})).await;
    member.frame("error").await;
    member.say(json!({"type": "ping"})).await;
    member.frame("pong").await;
    for _ in 0..3 {
        member.raw("[]").await;
    }
    assert_eq!(member.closed().await, ("bad-frame".into(), 4000));
    let mut large = house.join("viewer", Role::Viewer).await;
    large.raw(&" ".repeat(1024 * 1024 + 1)).await;
    assert_eq!(large.closed().await, ("frame-too-large".into(), 4000));
    house.close().await;
}

#[tokio::test]
async fn who_says_nothing_is_not_kept_waiting_for() {
    let house = House::open().await;
    let mut caller = house.dial().await;
    assert_eq!(caller.closed().await, ("hello-expected".into(), 4010));
    house.close().await;
}

#[tokio::test]
async fn a_flooding_socket_is_closed_and_the_others_stay() {
    let house = House::open().await;
    let mut host = house.join("host", Role::Host).await;
    let mut flood = house.join("flood", Role::Viewer).await;
    for _ in 0..600 {
        flood.say(json!({"type": "raise_hand"})).await;
    }
    assert_eq!(flood.closed().await, ("flooding".into(), 4029));
    host.say(json!({"type": "ping"})).await;
    host.frame("pong").await;
    house.close().await;
}

#[tokio::test]
async fn a_removed_person_is_shown_out_and_kept_out() {
    let house = House::open().await;
    let mut host = house.join("host", Role::Host).await;
    let mut viewer = house.join("viewer", Role::Viewer).await;
    host.say(json!({"type": "remove", "participant": viewer.id()})).await;
    assert_eq!(viewer.closed().await.1, 4003);
    let mut again = house.dial().await;
    let grant = house.grant("viewer", Role::Viewer);
    again.say(json!({"type": "hello", "version": 1, "grant": grant})).await;
    assert_eq!(again.closed().await, ("removed".into(), 4003));
    house.close().await;
}

#[tokio::test]
async fn a_stopping_server_says_when_to_come_back() {
    let house = House::open().await;
    let mut host = house.join("host", Role::Host).await;
    house.shutdown.cancel();
    let closing = host.frame("closing").await;
    assert_eq!(closing["body"]["retry_after_ms"], 2_000);
    assert_eq!(host.closed().await.1, 1001);
    house.close().await;
}

#[tokio::test]
async fn a_guest_waits_in_the_lobby_until_the_host_lets_it_in() {
    let house = House::open().await;
    let mut host = house.join("host", Role::Host).await;
    host.say(json!({"type": "set_lobby", "on": true})).await;
    host.frame("done").await;
    let mut guest = house.join("guest", Role::Viewer).await;
    assert_eq!(guest.welcome["body"]["waiting"], true);
    assert_eq!(guest.welcome["body"]["snapshot"]["participants"], json!([]));
    guest.say(json!({"type": "chat", "text": "may I?"})).await;
    assert_eq!(guest.frame("error").await["body"]["code"], "waiting");
    let waiting = host.frame("waiting").await;
    assert_eq!(waiting["body"]["waiting"][0]["name"], "guest");
    host.say(json!({"type": "admit", "participant": guest.id()})).await;
    let resync = guest.frame("resync").await;
    assert_eq!(resync["body"]["snapshot"]["participants"][0]["name"], "host");
    let mut stranger = house.join("stranger", Role::Viewer).await;
    host.say(json!({"type": "deny", "participant": stranger.id()})).await;
    assert_eq!(stranger.closed().await.1, 4005);
    let mut again = house.dial().await;
    let grant = house.grant("stranger", Role::Viewer);
    again.say(json!({"type": "hello", "version": 1, "grant": grant})).await;
    assert_eq!(again.closed().await, ("denied".into(), 4005));
    house.close().await;
}

#[tokio::test]
async fn interpreters_share_a_booth_and_listeners_choose_its_channel() {
    let house = House::open().await;
    let mut host = house.join("host", Role::Host).await;
    let mut first = house.join("first", Role::Interpreter).await;
    let mut second = house.join("second", Role::Interpreter).await;
    let mut viewer = house.join("viewer", Role::Viewer).await;
    let channel = host
        .say(json!({"type": "open_channel", "language": "en", "booth": null}))
        .await;
    let opened = viewer.frame("interpretation").await;
    assert_eq!(opened["body"]["booths"][0]["channels"][0]["id"], channel.as_str());
    for interpreter in [&mut first, &mut second] {
        interpreter.say(json!({"type": "join_booth", "booth": channel})).await;
        interpreter.frame("done").await;
    }
    second.say(json!({"type": "handover", "step": "ask"})).await;
    second.frame("done").await;
    first.say(json!({"type": "handover", "step": "accept"})).await;
    first.frame("done").await;
    let late = house.join("late", Role::Viewer).await;
    let booth = &late.welcome["body"]["snapshot"]["booths"][0];
    assert_eq!(booth["active"], second.id());
    assert_eq!(booth["channels"][0]["live"], false, "no microphone yet");
    viewer.say(json!({"type": "listen", "channel": channel})).await;
    viewer.frame("done").await;
    viewer.say(json!({"type": "join_booth", "booth": channel})).await;
    assert_eq!(viewer.frame("error").await["body"]["code"], "not-allowed");
    house.close().await;
}

#[tokio::test]
async fn the_hall_asks_votes_and_sees_the_result() {
    let house = House::open().await;
    let mut host = house.join("host", Role::Host).await;
    let mut viewer = house.join("viewer", Role::Viewer).await;
    let question = viewer.say(json!({"type": "ask", "text": "土地怎么安排？"})).await;
    assert_eq!(
        host.frame("question").await["body"]["question"]["id"],
        question.as_str()
    );
    host.say(json!({"type": "upvote_question", "question": question})).await;
    let votes = viewer.frame("question_votes").await;
    assert_eq!(votes["body"]["votes"][0]["votes"], 1);
    let poll = host
        .say(json!({"type": "open_poll", "question": "?", "options": ["a", "b"], "multiple": false}))
        .await;
    viewer.frame("poll").await;
    for code in [None, Some("already-done")] {
        viewer.say(json!({"type": "vote", "poll": poll, "options": [1]})).await;
        match code {
            None => drop(viewer.frame("done").await),
            Some(code) => assert_eq!(viewer.frame("error").await["body"]["code"], code),
        }
    }
    host.say(json!({"type": "show_poll", "poll": poll, "shown": true}))
        .await;
    let shown = loop {
        let frame = viewer.frame("poll").await;
        if frame["body"]["poll"]["shown"] == true {
            break frame;
        }
    };
    assert_eq!(shown["body"]["poll"]["options"][1]["votes"], 1);
    house.close().await;
}

#[tokio::test]
async fn two_agree_to_write_to_each_other_and_others_hear_nothing() {
    let house = House::open().await;
    let mut host = house.join("host", Role::Host).await;
    let mut one = house.join("one", Role::Viewer).await;
    let mut other = house.join("other", Role::Viewer).await;
    one.say(json!({"type": "ask_private", "participant": other.id()})).await;
    let asked = other.frame("private").await;
    assert_eq!(asked["body"]["conversation"]["state"], "invited");
    other
        .say(json!({"type": "answer_private", "person": "one", "accept": true}))
        .await;
    one.frame("private").await;
    one.frame("private").await;
    one.say(json!({"type": "say_private", "person": "other", "text": "晚上谈？"}))
        .await;
    let line = other.frame("private_line").await;
    assert_eq!(line["body"]["line"]["text"], "晚上谈？");
    host.say(json!({"type": "ping"})).await;
    loop {
        let Heard::Frame(frame) = host.hear().await else {
            panic!("closed")
        };
        let kind = frame["body"]["type"].as_str().unwrap();
        assert!(!kind.starts_with("private"), "the host heard {kind}");
        if kind == "pong" {
            break;
        }
    }
    house.close().await;
}

#[tokio::test]
async fn a_machine_whose_offer_cant_be_read_is_refused_and_not_in_the_room() {
    let house = House::open().await;
    let host = house.join("host", Role::Host).await;
    let access = House::access("camera", Role::Presenter);
    let attach = Attach::Upload {
        sdp: "nonsense".into(),
        tracks: vec![],
        anew: true,
    };
    assert_eq!(house.rooms.attach(access, attach).await.err(), Some(ErrorCode::BadSdp));
    let late = house.join("late", Role::Viewer).await;
    let listed = late.welcome["body"]["snapshot"]["participants"]
        .as_array()
        .unwrap()
        .len();
    assert_eq!(listed, 1, "the host alone");
    drop(host);
    house.close().await;
}
