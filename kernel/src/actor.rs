//! Who acts, what they may do and what they may see.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::{Fault, PersonId, TeamId, TokenId};

/// A named permission, `<feature>.<thing>.<verb>`, declared by the feature that checks it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Permission {
    /// The stable name, for example `inbox.conversation.reply`.
    pub name: &'static str,
    /// What it allows, in words for an administrator.
    pub allows: &'static str,
}

/// Which conversations and customers' matters an actor may know of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sees {
    /// Everything.
    All,
    /// What lies with these teams, with no team, with themselves, or where they were mentioned.
    Teams(Vec<TeamId>),
    /// Only what lies with themselves or where they were mentioned.
    Mine,
}

/// What stands behind an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActorKind {
    /// A person signed in with a browser.
    Person(PersonId),
    /// A program with an API token, acting for a person.
    Token(TokenId, PersonId),
    /// Quarterdeck itself: intake of mail, jobs, reactions.
    System,
}

/// Who acts.
#[derive(Debug, Clone)]
pub struct Actor {
    /// What stands behind.
    pub kind: ActorKind,
    /// The name shown beside what they did.
    pub name: Arc<str>,
    permissions: Arc<BTreeSet<String>>,
    sees: Arc<Sees>,
}

impl Actor {
    /// Quarterdeck itself: may do and sees everything.
    pub fn system() -> Self {
        Self {
            kind: ActorKind::System,
            name: "Quarterdeck".into(),
            permissions: Arc::default(),
            sees: Arc::new(Sees::All),
        }
    }

    /// A person or a token with the permissions and sight of its role.
    pub fn new(kind: ActorKind, name: &str, permissions: BTreeSet<String>, sees: Sees) -> Self {
        Self { kind, name: name.into(), permissions: Arc::new(permissions), sees: Arc::new(sees) }
    }

    /// Whether this actor holds a permission.
    pub fn may(&self, permission: Permission) -> bool {
        self.kind == ActorKind::System || self.permissions.contains(permission.name)
    }

    /// Refuses when this actor lacks a permission.
    ///
    /// # Errors
    /// `access.forbidden`
    pub fn require(&self, permission: Permission) -> crate::Result<()> {
        if self.may(permission) { Ok(()) } else { Err(Fault::forbidden(permission.name)) }
    }

    /// What this actor may know of.
    pub fn sees(&self) -> &Sees {
        &self.sees
    }

    /// The person who acts, when it is one.
    pub fn person(&self) -> Option<PersonId> {
        match self.kind {
            ActorKind::Person(person) | ActorKind::Token(_, person) => Some(person),
            ActorKind::System => None,
        }
    }

    /// The person who acts.
    ///
    /// # Errors
    /// `access.forbidden` for Quarterdeck itself.
    pub fn require_person(&self) -> crate::Result<PersonId> {
        self.person().ok_or_else(|| Fault::forbidden("a person is needed"))
    }

    /// The permissions by name, sorted.
    pub fn permissions(&self) -> impl Iterator<Item = &str> {
        self.permissions.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TypedId;

    const REPLY: Permission = Permission { name: "inbox.conversation.reply", allows: "Answer customers" };

    #[test]
    fn a_person_may_what_the_role_says_and_the_system_may_all() {
        let kind = ActorKind::Person(PersonId::from_raw(1));
        let without = Actor::new(kind, "Ada", BTreeSet::new(), Sees::Mine);
        assert_eq!(without.require(REPLY).expect_err("not allowed").kind(), crate::FaultKind::Forbidden);
        let with = Actor::new(kind, "Ada", BTreeSet::from([REPLY.name.to_owned()]), Sees::Mine);
        assert!(with.may(REPLY) && Actor::system().may(REPLY));
        assert!(Actor::system().require_person().is_err());
    }
}
