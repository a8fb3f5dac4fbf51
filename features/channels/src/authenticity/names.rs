//! Looking names up, within limits of time and memory, and remembering for a while that nobody answers.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

#[cfg(test)]
use mail_auth::hickory_resolver::config;
use mail_auth::hickory_resolver::net::{DnsError, NetError};
use mail_auth::hickory_resolver::proto::rr::{Name, RecordType};
use mail_auth::{MX, MessageAuthenticator, Parameters, RecordSet, ResolverCache, Txt};

use crate::dns;

/// The time all questions about one mail may take together.
pub(super) const PATIENCE: Duration = Duration::from_secs(4);
/// When nobody answered, nobody is asked for so long: mail must not wait for it, one after the other.
const REST: Duration = Duration::from_mins(3);
/// Answers remembered of each kind.
const MOST_REMEMBERED: usize = 5_000;

/// Where names are looked up. Cheap to clone.
#[derive(Clone, Default)]
pub struct Names(Option<Arc<Inner>>);

struct Inner {
    resolver: Resolver,
    silent_since: Mutex<Option<Instant>>,
}

impl std::fmt::Debug for Names {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Names({})", if self.0.is_some() { "on" } else { "off" })
    }
}

impl Names {
    /// Nobody is asked.
    pub fn off() -> Self {
        Self(None)
    }

    /// The name servers of the system, or those given.
    ///
    /// # Errors
    /// In words, when the system says nothing about name servers.
    pub fn servers(servers: &[IpAddr]) -> Result<Self, String> {
        Ok(Self::with(Resolver::new(dns::asking(servers)?)))
    }

    pub(super) fn with(resolver: Resolver) -> Self {
        Self(Some(Arc::new(Inner { resolver, silent_since: Mutex::new(None) })))
    }

    /// The resolver, unless there is none or nobody answered lately.
    pub(super) fn ready(&self) -> Option<Resolver> {
        let inner = self.0.as_ref()?;
        let since = *inner.silent_since.lock().unwrap_or_else(PoisonError::into_inner);
        since.is_none_or(|since| since.elapsed() >= REST).then(|| inner.resolver.clone())
    }

    /// Whether anybody could ever be asked.
    pub(crate) fn are_on(&self) -> bool {
        self.0.is_some()
    }

    pub(super) fn silent(&self) {
        tracing::warn!("The name servers do not answer; senders of mail are checked later.");
        self.set(Some(Instant::now()));
    }

    /// Takes back that nobody answers.
    #[cfg(test)]
    pub(super) fn answered(&self) {
        self.set(None);
    }

    fn set(&self, silent_since: Option<Instant>) {
        if let Some(inner) = &self.0 {
            *inner.silent_since.lock().unwrap_or_else(PoisonError::into_inner) = silent_since;
        }
    }
}

/// Asks, and remembers answers as long as they hold. Cheap to clone.
#[derive(Clone)]
pub(super) struct Resolver(Arc<Remembering>);

struct Remembering {
    authenticator: MessageAuthenticator,
    /// Known beforehand whether anybody answers: in a world of its own.
    settled: Option<bool>,
    texts: Memory<Box<str>, Txt>,
    mail_servers: Memory<Box<str>, RecordSet<MX>>,
    v4: Memory<Box<str>, RecordSet<Ipv4Addr>>,
    v6: Memory<Box<str>, RecordSet<Ipv6Addr>>,
    pointers: Memory<IpAddr, RecordSet<Box<str>>>,
}

/// A question with our memory beside it.
pub(super) type Question<'a, T> = Parameters<
    'a,
    T,
    Memory<Box<str>, Txt>,
    Memory<Box<str>, RecordSet<MX>>,
    Memory<Box<str>, RecordSet<Ipv4Addr>>,
    Memory<Box<str>, RecordSet<Ipv6Addr>>,
    Memory<IpAddr, RecordSet<Box<str>>>,
>;

impl Resolver {
    pub(super) fn new(authenticator: MessageAuthenticator) -> Self {
        Self(Arc::new(Remembering {
            authenticator,
            settled: None,
            texts: Memory::default(),
            mail_servers: Memory::default(),
            v4: Memory::default(),
            v6: Memory::default(),
            pointers: Memory::default(),
        }))
    }

    pub(super) fn authenticator(&self) -> &MessageAuthenticator {
        &self.0.authenticator
    }

    /// Whether any name server answers: every one knows the root of all names.
    pub(super) async fn answers(&self) -> bool {
        if let Some(answer) = self.0.settled {
            return answer;
        }
        let asking = self.0.authenticator.resolver().lookup(Name::root(), RecordType::NS);
        match tokio::time::timeout(dns::PATIENCE_FOR_ONE, asking).await {
            Ok(Ok(_) | Err(NetError::Dns(DnsError::NoRecordsFound(_)))) => true,
            Ok(Err(_)) | Err(_) => false,
        }
    }

    pub(super) fn ask<T>(&self, what: T) -> Question<'_, T> {
        Parameters::new(what)
            .with_txt_cache(&self.0.texts)
            .with_mx_cache(&self.0.mail_servers)
            .with_ptr_cache(&self.0.pointers)
            .with_ipv4_cache(&self.0.v4)
            .with_ipv6_cache(&self.0.v6)
    }

    /// A world of its own: what is not in it does not exist, and nobody is asked.
    #[cfg(test)]
    pub(super) fn closed(texts: Vec<(String, Txt)>, otherwise: Txt, answers: bool) -> Self {
        let status = mail_auth::DnssecStatus::default();
        let authenticator = MessageAuthenticator::new(
            config::ResolverConfig::from_name_servers(Vec::new()),
            config::ResolverOpts::default(),
        );
        let far = Instant::now() + Duration::from_hours(1);
        let known = texts.into_iter().map(|(name, text)| (name.into_boxed_str(), (text, far))).collect();
        Self(Arc::new(Remembering {
            authenticator: authenticator.expect("a resolver"),
            settled: Some(answers),
            texts: Memory { known: Mutex::new(known), otherwise: Some(otherwise) },
            mail_servers: Memory::empty(RecordSet { rrset: Arc::new([]), dnssec_status: status }),
            v4: Memory::empty(RecordSet { rrset: Arc::new([]), dnssec_status: status }),
            v6: Memory::empty(RecordSet { rrset: Arc::new([]), dnssec_status: status }),
            pointers: Memory::empty(RecordSet { rrset: Arc::new([]), dnssec_status: status }),
        }))
    }
}

/// Answers of one kind.
pub(super) struct Memory<K, V> {
    known: Mutex<HashMap<K, (V, Instant)>>,
    /// What is answered for everything that is not known, instead of asking.
    otherwise: Option<V>,
}

impl<K, V> Default for Memory<K, V> {
    fn default() -> Self {
        Self { known: Mutex::new(HashMap::new()), otherwise: None }
    }
}

#[cfg(test)]
impl<K, V> Memory<K, V> {
    fn empty(otherwise: V) -> Self {
        Self { known: Mutex::new(HashMap::new()), otherwise: Some(otherwise) }
    }
}

impl<K: Hash + Eq, V: Clone> ResolverCache<K, V> for Memory<K, V> {
    fn get<Q>(&self, name: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = known.get(name).filter(|(_, until)| *until > Instant::now());
        fresh.map(|(value, _)| value.clone()).or_else(|| self.otherwise.clone())
    }

    fn remove<Q>(&self, name: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).remove(name).map(|(value, _)| value)
    }

    fn insert(&self, key: K, value: V, valid_until: Instant) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_REMEMBERED {
            let now = Instant::now();
            known.retain(|_, (_, until)| *until > now);
            if known.len() >= MOST_REMEMBERED {
                known.clear();
            }
        }
        known.insert(key, (value, valid_until));
    }
}
