//! What is done to the desk while mail comes in.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::sleep;

use testkit::{OwnPostgres, SmallDisk};

use crate::chance::Chance;
use crate::desk::{Desk, Running};
use crate::{Outcome, Plan, Scenario};

pub(crate) struct Blows<'d> {
    pub(crate) plan: Plan,
    pub(crate) desk: &'d Desk,
    pub(crate) server: Option<&'d OwnPostgres>,
    pub(crate) disk: Option<&'d SmallDisk>,
    /// Mails from this number on wait, so that they come in between all blows and not before the first.
    pub(crate) allowed: &'d AtomicUsize,
}

impl Blows<'_> {
    /// Deals all of them; gives the server that runs in the end, and how many there were.
    pub(crate) fn deal(&mut self, chance: &mut Chance) -> Outcome<(Running, usize)> {
        let mut running = self.desk.start()?;
        for blow in 0..self.plan.blows {
            self.allowed.store(self.plan.mails * (blow + 1) / self.plan.blows, Ordering::Relaxed);
            match self.plan.scenario {
                Scenario::Kill => running = self.kill(running, chance)?,
                Scenario::Database => self.restart(chance),
                Scenario::Disk => self.fill(chance),
            }
            if self.plan.scenario != Scenario::Kill && running.has_ended()? {
                return Err(format!("the server ended by itself; see {}", self.desk.log().display()).into());
            }
        }
        // After a kill the server was started again and is ready; one that met the rest becomes ready by itself.
        for _ in 0..600 {
            if self.desk.is_ready() {
                return Ok((running, self.plan.blows));
            }
            sleep(std::time::Duration::from_millis(100));
        }
        Err("the server does not become ready again by itself".into())
    }

    fn kill(&self, mut running: Running, chance: &mut Chance) -> Outcome<Running> {
        sleep(chance.pause(20, 1200));
        running.kill()?;
        if chance.percent(25) {
            // Into the start: migrations, leases, the index.
            running = self.desk.spawn()?;
            sleep(chance.pause(0, 600));
            running.kill()?;
        }
        self.desk.start()
    }

    fn restart(&self, chance: &mut Chance) {
        let Some(server) = self.server else { return };
        sleep(chance.pause(200, 1500));
        server.break_off();
        sleep(chance.pause(0, 1500));
        server.go();
    }

    fn fill(&self, chance: &mut Chance) {
        let Some(disk) = self.disk else { return };
        sleep(chance.pause(200, 1500));
        let until = std::time::Instant::now() + chance.pause(800, 3000);
        while std::time::Instant::now() < until {
            // Again and again, because what is removed makes room.
            disk.fill(chance.below(100_000));
            sleep(std::time::Duration::from_millis(50));
        }
        disk.free();
        if let Some(server) = self.server {
            // PostgreSQL gives up when its log finds no room; whoever looks after it starts it again.
            server.go_unless_there();
        }
    }
}
