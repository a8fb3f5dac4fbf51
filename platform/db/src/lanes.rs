//! Database threads and the work they are handed.

use kernel::{Fault, Result};
use tokio::sync::oneshot;

use crate::tx::Tx;

/// A unit of work whose answer type is forgotten, so that one queue can carry all of them.
pub(crate) trait Work: Send {
    /// Runs the closure; keeps its answer. Says whether it succeeded, and what to do otherwise.
    fn run(&mut self, tx: &mut Tx<'_>) -> std::result::Result<(), Refusal>;
    /// The trouble of the store that the closure met, for others whose work it undid.
    fn trouble(&self) -> Option<Fault>;
    /// Tells the waiting caller: the kept answer after a commit, or the fault that prevented it.
    fn finish(self: Box<Self>, committed: Result<()>);
}

/// Why a closure did not succeed. The fault itself is kept with the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The server could not serialise it; worth another run.
    Retry,
    /// The connection is gone.
    Unavailable,
    /// Anything else.
    Final,
}

pub(crate) struct Unit<T, F> {
    closure: F,
    answer: Option<Result<T>>,
    caller: Option<oneshot::Sender<Result<T>>>,
}

impl<T, F> Unit<T, F>
where
    T: Send + 'static,
    F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
{
    pub(crate) fn pack(closure: F) -> (Box<dyn Work>, oneshot::Receiver<Result<T>>) {
        let (caller, answer) = oneshot::channel();
        (Box::new(Self { closure, answer: None, caller: Some(caller) }), answer)
    }
}

impl<T, F> Work for Unit<T, F>
where
    T: Send,
    F: FnMut(&mut Tx<'_>) -> Result<T> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> std::result::Result<(), Refusal> {
        let closure = &mut self.closure;
        // A panic in one unit of work must not take the database thread with it.
        let answer = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let answer = closure(tx)?;
            tx.write_told().map(|()| answer)
        }))
        .unwrap_or_else(|panic| Err(Fault::internal(format!("a unit of work panicked: {}", words(&*panic)))));
        let refusal = match &answer {
            Ok(_) => Ok(()),
            Err(fault) if fault.is(crate::RETRY) => Err(Refusal::Retry),
            Err(fault) if fault.kind() == kernel::FaultKind::Unavailable => Err(Refusal::Unavailable),
            Err(_) => Err(Refusal::Final),
        };
        self.answer = Some(answer);
        refusal
    }

    fn trouble(&self) -> Option<Fault> {
        match &self.answer {
            Some(Err(fault)) if fault.is_of_store() => Some(same_fault(fault)),
            _ => None,
        }
    }

    fn finish(mut self: Box<Self>, committed: Result<()>) {
        let answer = match (self.answer.take(), committed) {
            (Some(Err(fault)), _) | (_, Err(fault)) => Err(fault),
            (Some(answer), Ok(())) => answer,
            (None, Ok(())) => Err(Fault::internal("a unit of work was never run")),
        };
        if let Some(caller) = self.caller.take() {
            // The caller may have gone away (a dropped request); the work is done all the same.
            drop(caller.send(answer));
        }
    }
}

fn words(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without words")
}

/// Clones a fault's outline for each of several callers (a fault with a cause cannot be cloned).
pub(crate) fn same_fault(fault: &Fault) -> Fault {
    let mut same = Fault::from(fault.spec()).because(fault.causes());
    same.retry_after = fault.retry_after;
    same
}
