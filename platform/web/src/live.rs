//! Live updates: one WebSocket per browser with a resume point, so that after a reconnect nothing is missed.
//!
//! Each node tails the event log once, writes every event down once, and hands it to its sockets. Which of them may see it, the
//! gate decides. History that is brought in (an import) is no news: browsers are told once, when it has come to rest.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::extract::ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::extract::{FromRequestParts, Query, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::Response;
use db::Db;
use kernel::{Actor, Cursor, Event, EventId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::sync::broadcast;

use crate::problem::Problem;
use crate::who::{Authenticate, ClientAddress, Credentials, Who, agent, credentials, same_origin};

/// Decides whether an actor may know of an event.
pub type LiveGate = Arc<dyn Fn(&Actor, &Event) -> bool + Send + Sync>;

/// Somebody has a conversation open; forgotten when not heard of for this long.
const PRESENCE: Duration = Duration::from_secs(40);
/// A browser that missed more than this fetches everything anew.
const REPLAY: usize = 2000;

/// What happened longer ago when it is written is history.
const NEWS: Duration = Duration::from_hours(1);
/// Nothing of it came for so long: it has come to rest.
const REST: Duration = Duration::from_secs(5);

/// What a node tells its sockets.
#[derive(Debug, Clone)]
enum News {
    /// Something happened; written down once for all sockets.
    Happened(Arc<(Event, Utf8Bytes)>),
    /// History was brought in, up to this place: everything is to be fetched anew.
    History(EventId),
}

fn written(event: &Event) -> Utf8Bytes {
    let text = json!({
        "type": "event", "cursor": Cursor::encode(&event.id), "name": event.name, "thing": event.thing,
        "at": event.at, "by": event.person, "facts": event.facts.value(),
    });
    text.to_string().into()
}

/// The live updates of a node.
#[derive(Clone)]
pub struct Live {
    db: Db,
    events: broadcast::Sender<News>,
    presence: broadcast::Sender<Arc<str>>,
    here: Arc<Mutex<Presence>>,
    gate: LiveGate,
}

/// Who has what open: thing → person → (state, name, when heard of last).
#[derive(Default)]
struct Presence(BTreeMap<String, BTreeMap<String, (Here, Instant)>>);

/// A whisper between nodes: somebody is here, or has left.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Here {
    thing: String,
    person: String,
    name: String,
    state: String,
}

impl Live {
    /// Starts tailing the event log.
    pub fn start(db: Db, gate: LiveGate) -> Self {
        let live = Self {
            events: broadcast::channel(4096).0,
            presence: broadcast::channel(1024).0,
            here: Arc::default(),
            gate,
            db,
        };
        tokio::spawn(live.clone().tail());
        tokio::spawn(live.clone().hear());
        live
    }

    async fn tail(self) {
        let mut commits = self.db.bus().commits();
        let mut place = None;
        let mut history: Option<Instant> = None;
        loop {
            commits.mark_unchanged();
            let from = place;
            let found = self.db.read(move |tx| match from {
                None => Ok((db::newest_event(tx)?, Vec::new())),
                Some(from) => {
                    let events = db::events_after(tx, from)?;
                    Ok((events.last().map_or(from, |last| last.id), events))
                }
            });
            let full = match found.await {
                Ok((newest, events)) => {
                    place = Some(newest);
                    let (full, since) = (events.len() == 500, self.db.clock().now().minus(NEWS));
                    for event in events {
                        if event.at < since {
                            history = Some(Instant::now());
                            continue;
                        }
                        let text = written(&event);
                        // Nobody listening is no trouble.
                        let _ = self.events.send(News::Happened(Arc::new((event, text))));
                    }
                    if history.take_if(|last| last.elapsed() >= REST).is_some() {
                        let _ = self.events.send(News::History(newest));
                    }
                    full
                }
                Err(fault) => {
                    tracing::warn!(cause = fault.causes(), "Live updates cannot read the event log; trying again.");
                    false
                }
            };
            if !full {
                let _ = tokio::time::timeout(Duration::from_secs(1), commits.changed()).await;
            }
        }
    }

    async fn hear(self) {
        let mut whispers = self.db.bus().whispers();
        loop {
            match whispers.recv().await {
                Ok(text) => {
                    if let Ok(here) = serde_json::from_str::<Here>(&text) {
                        self.note(here);
                    }
                }
                Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => return,
            }
        }
    }

    /// Notes who is where and tells the sockets of this node when that changed.
    fn note(&self, here: Here) {
        let mut presence = self.here.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let changed = presence.note(&here);
        let text = presence.of(&here.thing);
        drop(presence);
        if changed {
            let _ = self.presence.send(text.into());
        }
    }
}

impl Presence {
    fn note(&mut self, here: &Here) -> bool {
        let now = Instant::now();
        let people = self.0.entry(here.thing.clone()).or_default();
        let before = people.len();
        people.retain(|_, (_, heard)| now.duration_since(*heard) < PRESENCE);
        let aged = people.len() != before;
        let changed = if here.state == "gone" {
            people.remove(&here.person).is_some()
        } else {
            let last = people.insert(here.person.clone(), (here.clone(), now));
            last.is_none_or(|(last, _)| last.state != here.state)
        };
        if people.is_empty() {
            self.0.remove(&here.thing);
        }
        changed || aged
    }

    fn of(&self, thing: &str) -> String {
        let people: Vec<_> = self.0.get(thing).into_iter().flat_map(BTreeMap::values).map(|(here, _)| here).collect();
        let people: Vec<_> =
            people.iter().map(|here| json!({"id": here.person, "name": here.name, "state": here.state})).collect();
        json!({"type": "presence", "conversation": thing, "people": people}).to_string()
    }
}

/// What the address of the socket says.
#[derive(Debug, Deserialize)]
pub struct Resume {
    from: Option<String>,
}

/// What a browser says.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Said {
    Here { conversation: Option<String>, state: String },
}

/// `GET /api/v1/live?from=<cursor>`: upgrades to a WebSocket of live updates.
///
/// # Errors
/// 401 when nobody is signed in, 403 from a foreign page.
pub async fn live_socket(
    State(live): State<Live>,
    who: Who,
    pass: Pass,
    upgrade: Upgrade,
    Query(resume): Query<Resume>,
) -> Result<Response, Problem> {
    let from = resume.from.as_deref().and_then(|text| Cursor::decode::<EventId>(text).ok());
    let asked = resume.from.is_some();
    Ok(upgrade.0.max_message_size(16 * 1024).on_upgrade(move |socket| async move {
        let mut session = Session { actor: who.actor, open: None, live, pass };
        // The browser notices the end of the socket and comes back with its resume point.
        let _ = session.serve(socket, from, asked).await;
        session.leave();
    }))
}

/// The upgrade, only for our own pages: browsers send cookies with foreign WebSockets too.
pub struct Upgrade(WebSocketUpgrade);

impl<S: Send + Sync> FromRequestParts<S> for Upgrade {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        use axum::response::IntoResponse;
        if !is_own(&parts.headers) {
            return Err(Problem(kernel::Fault::forbidden("a foreign page")).into_response());
        }
        WebSocketUpgrade::from_request_parts(parts, state).await.map(Self).map_err(IntoResponse::into_response)
    }
}

/// What the browser showed, to be looked at again: a session that was ended must not go on hearing.
pub struct Pass(Option<(Credentials, IpAddr, String, Arc<dyn Authenticate>)>);

impl<S: Send + Sync> FromRequestParts<S> for Pass {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let ClientAddress(address) = ClientAddress::from_request_parts(parts, state).await?;
        let gate = parts.extensions.get::<Arc<dyn Authenticate>>().cloned();
        let agent = agent(&parts.headers).to_owned();
        Ok(Self(credentials(&parts.headers).zip(gate).map(|(shown, gate)| (shown, address, agent, gate))))
    }
}

impl Pass {
    /// Whoever it belongs to by now; nobody when it is not valid any more. Trouble with the database ends nothing.
    async fn check(&self, known: &Actor) -> Option<Actor> {
        let (shown, address, agent, gate) = self.0.as_ref()?;
        match gate.recognise(shown, *address, agent).await {
            Ok(found) => found.map(|identity| identity.actor),
            Err(_) => Some(known.clone()),
        }
    }
}

fn is_own(headers: &HeaderMap) -> bool {
    same_origin(headers)
}

struct Session {
    actor: Actor,
    live: Live,
    open: Option<String>,
    pass: Pass,
}

impl Session {
    async fn serve(&mut self, mut socket: WebSocket, from: Option<EventId>, asked: bool) -> Result<(), axum::Error> {
        // Subscribe first and read second: what happens between is then seen twice rather than never.
        let (mut events, mut presence) = (self.live.events.subscribe(), self.live.presence.subscribe());
        let mut place = self.replay(&mut socket, from, asked).await?;
        let mut beat = tokio::time::interval(Duration::from_secs(20));
        loop {
            tokio::select! {
                event = events.recv() => match event {
                    Ok(News::Happened(told)) if told.0.id > place => {
                        place = told.0.id;
                        self.tell(&mut socket, &told.0, || told.1.clone()).await?;
                    }
                    Ok(News::Happened(_)) => {}
                    Ok(News::History(newest)) => {
                        place = place.max(newest);
                        self.begin_anew(&mut socket, true, place).await?;
                    }
                    Err(broadcast::error::RecvError::Lagged(_)) => place = self.replay(&mut socket, Some(place), true).await?,
                    Err(broadcast::error::RecvError::Closed) => return Ok(()),
                },
                text = presence.recv() => if let Ok(text) = text && self.concerns(&text) {
                    socket.send(Message::Text(text.as_ref().into())).await?;
                },
                _ = beat.tick() => {
                    let Some(actor) = self.pass.check(&self.actor).await else { return Ok(()) };
                    self.actor = actor;
                    socket.send(Message::Ping(Vec::new().into())).await?;
                }
                said = socket.recv() => match said {
                    Some(Ok(Message::Text(text))) => if let Some(now) = self.hear(text.as_str()) {
                        socket.send(Message::Text(now.into())).await?;
                    },
                    Some(Ok(Message::Close(_))) | None => return Ok(()),
                    Some(Ok(_)) => {}
                    Some(Err(broken)) => return Err(broken),
                },
            }
        }
    }

    /// Sends what was missed, or says that everything must be fetched anew. Gives the place reached.
    async fn replay(&self, socket: &mut WebSocket, from: Option<EventId>, asked: bool) -> Result<EventId, axum::Error> {
        let read = self.live.db.read(move |tx| {
            let newest = db::newest_event(tx)?;
            // A place behind the end is of another database, from before a restore or a move.
            let Some(mut place) = from.filter(|from| *from <= newest) else { return Ok((newest, None)) };
            let mut missed = Vec::new();
            loop {
                let some = db::events_after(tx, place)?;
                let Some(last) = some.last() else { return Ok((place, Some(missed))) };
                place = last.id;
                missed.extend(some);
                if missed.len() > REPLAY {
                    return Ok((newest, None));
                }
            }
        });
        let (place, missed) = read.await.map_err(axum::Error::new)?;
        match missed {
            Some(missed) => {
                for event in &missed {
                    self.tell(socket, event, || written(event)).await?;
                }
                self.begin_anew(socket, false, place).await?;
            }
            None => self.begin_anew(socket, asked, place).await?,
        }
        Ok(place)
    }

    /// Says from where the browser hears everything, and whether it must fetch anew what was before.
    async fn begin_anew(&self, socket: &mut WebSocket, reset: bool, place: EventId) -> Result<(), axum::Error> {
        if reset {
            socket.send(Message::Text(json!({"type": "reset"}).to_string().into())).await?;
        }
        let hello = json!({"type": "hello", "cursor": Cursor::encode(&place)}).to_string();
        socket.send(Message::Text(hello.into())).await
    }

    async fn tell(
        &self,
        socket: &mut WebSocket,
        event: &Event,
        text: impl FnOnce() -> Utf8Bytes,
    ) -> Result<(), axum::Error> {
        if (self.live.gate)(&self.actor, event) { socket.send(Message::Text(text())).await } else { Ok(()) }
    }

    fn concerns(&self, text: &str) -> bool {
        self.open.as_deref().is_some_and(|open| text.contains(open))
    }

    /// Hears what the browser says; answers with who else is there when it opened something.
    fn hear(&mut self, text: &str) -> Option<String> {
        let Ok(Said::Here { conversation, state }) = serde_json::from_str(text) else { return None };
        if self.open != conversation {
            self.leave();
            self.open = conversation.filter(|thing| thing.parse::<kernel::ConversationId>().is_ok());
        }
        let thing = self.open.clone()?;
        let state = if state == "typing" { "typing" } else { "viewing" };
        self.whisper(&thing, state);
        let presence = self.live.here.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Some(presence.of(&thing))
    }

    fn leave(&mut self) {
        if let Some(thing) = self.open.take() {
            self.whisper(&thing, "gone");
        }
    }

    fn whisper(&self, thing: &str, state: &str) {
        let Some(person) = self.actor.person() else { return };
        let here = Here {
            thing: thing.to_owned(),
            person: person.to_string(),
            name: self.actor.name.to_string(),
            state: state.to_owned(),
        };
        if let Ok(text) = serde_json::to_string(&here) {
            self.live.db.bus().whisper(text);
        }
    }
}
