//! The drive's log of a ride, as the app exports it.

use std::fmt::Write;

use crate::chance::Chance;

pub(super) fn log(seed: u64, frame: &str, code: &str) -> Vec<u8> {
    let mut chance = Chance::new(seed);
    let mut text = format!("Havgard Ride export\nframe {frame}\ntime      km/h  watt  level  battery  event\n");
    let (mut battery, error_at) = (chance.between(60, 97), chance.between(22, 36));
    for minute in 0..40 {
        let speed = chance.between(14, 26);
        let watt = if minute >= error_at { 0 } else { chance.between(90, 420) };
        let event = if minute == error_at { code } else { "" };
        battery -= i64::from(chance.happens(0.5));
        let line = format!(
            "07:{:02}:{:02}  {speed:>4}  {watt:>4}      2     {battery:>3} %  {event}",
            10 + minute,
            chance.below(60)
        );
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text.into_bytes()
}
