//! The facts of one conversation: what `{order}` or `{eta}` means in all its messages.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::chance::Chance;
use crate::clock::{self, Instant};
use crate::forms;
use crate::lang::Lang;
use crate::world::{BIKES, Bike, Customer, Dealer, PARTS, PEOPLE, Part, Topic};

/// The bike a conversation is about: with a motor where the topic needs one, in several sizes where sizes are discussed.
fn suited(topic: &Topic, customer: &Customer, chance: &mut Chance) -> &'static Bike {
    let own = &BIKES[if topic.electric { customer.electric } else { customer.bike }];
    if own.sizes.len() > 1 || !matches!(topic.group(), "orders" | "returns" | "company") {
        return own;
    }
    let sized: Vec<&'static Bike> =
        BIKES.iter().filter(|bike| bike.sizes.len() > 1 && (bike.electric || !topic.electric)).collect();
    sized[chance.weighted(sized.iter().map(|bike| bike.share))]
}

/// The slots that are dates.
const DATES: [&str; 15] = [
    "ordered",
    "shipped",
    "promised",
    "returned",
    "charged",
    "since",
    "delivered",
    "wanted",
    "away",
    "eta",
    "eta2",
    "pickup",
    "due",
    "tomorrow",
    "bought",
];

/// Everything the texts of one conversation may mention. A fact is made up when first asked for and kept.
#[derive(Debug)]
pub struct Facts {
    customer: Arc<Customer>,
    dealers: Arc<Vec<Dealer>>,
    /// Index of a dealer in the customer's country.
    shop: usize,
    lang: Lang,
    bike: &'static Bike,
    part: &'static Part,
    opened: Instant,
    codes: HashMap<String, String>,
    draws: HashMap<String, i64>,
    dates: HashMap<&'static str, Date>,
    chance: Chance,
    /// Index into [`PEOPLE`]: who is in charge, and who was mentioned last.
    pub agent: usize,
    pub colleague: usize,
}

impl Facts {
    pub fn new(
        customer: Arc<Customer>,
        dealers: Arc<Vec<Dealer>>,
        topic: &Topic,
        opened: Instant,
        mut chance: Chance,
    ) -> Self {
        let bike = suited(topic, &customer, &mut chance);
        let parts: Vec<&'static Part> = PARTS.iter().filter(|part| !part.electric || bike.electric).collect();
        let part = chance.pick(&parts);
        let near: Vec<usize> =
            (0..dealers.len()).filter(|one| dealers[*one].place.country == customer.place.country).collect();
        let shop = if near.is_empty() { chance.below(dealers.len()) } else { *chance.pick(&near) };
        let lang = customer.lang;
        Self {
            customer,
            dealers,
            shop,
            lang,
            bike,
            part,
            opened,
            codes: HashMap::new(),
            draws: HashMap::new(),
            dates: HashMap::new(),
            chance,
            agent: 0,
            colleague: 0,
        }
    }

    /// The value of a slot in a message written now; `None` when there is no such slot.
    pub fn get(&mut self, slot: &str, now: Instant) -> Option<String> {
        let told = self.person(slot).or_else(|| self.thing(slot)).or_else(|| self.number(slot));
        if let Some(value) = told.or_else(|| self.date(slot, now)).or_else(|| self.codes.get(slot).cloned()) {
            return Some(value);
        }
        let code = self.code(slot)?;
        self.codes.insert(slot.to_owned(), code.clone());
        Some(code)
    }

    /// The price paid for the bike, in cents.
    pub fn cents(&mut self) -> i64 {
        self.bike.price * (100 - 5 * self.draw("amount", 0, 2))
    }

    /// The date behind a slot, when it was mentioned.
    pub fn day(&self, slot: &str) -> Option<Date> {
        self.dates.get(slot).copied()
    }

    /// The language the next texts are written in: notes are English whatever the customer writes.
    pub fn speak(&mut self, lang: Lang) {
        self.lang = lang;
    }

    fn draw(&mut self, slot: &str, low: i64, high: i64) -> i64 {
        if let Some(known) = self.draws.get(slot) {
            return *known;
        }
        let drawn = self.chance.between(low, high);
        self.draws.insert(slot.to_owned(), drawn);
        drawn
    }

    fn person(&self, slot: &str) -> Option<String> {
        let agent = &PEOPLE[self.agent];
        let lead = PEOPLE.iter().find(|one| one.role == crate::world::Role::Lead && one.team == agent.team);
        Some(match slot {
            "first" => self.customer.first.to_owned(),
            "last" => self.customer.last.to_owned(),
            "name" => format!("{} {}", self.customer.first, self.customer.last),
            "mr" => self.formal(),
            "town" => self.customer.place.town.to_owned(),
            "email" => self.customer.email.clone(),
            "agent" => agent.first.to_owned(),
            "agent_name" => agent.name(),
            "title" => agent.title.to_owned(),
            "lead" => lead.map_or(PEOPLE[1].first, |one| one.first).to_owned(),
            "colleague" => PEOPLE[self.colleague].first.to_owned(),
            _ => return None,
        })
    }

    fn formal(&self) -> String {
        let customer = &self.customer;
        let title = match (self.lang, customer.woman) {
            (Lang::English, true) => "Ms",
            (Lang::English, false) => "Mr",
            (Lang::German, true) => "Frau",
            (Lang::German, false) => "Herr",
            (Lang::French, true) => "Madame",
            (Lang::French, false) => "Monsieur",
            (Lang::Dutch, true) => "mevrouw",
            (Lang::Dutch, false) => "meneer",
        };
        let mut last = customer.last.to_owned();
        if self.lang == Lang::Dutch {
            // A prefix has a capital when no first name stands before it.
            last = last[..1].to_uppercase() + &last[1..];
        }
        format!("{title} {last}")
    }

    fn thing(&mut self, slot: &str) -> Option<String> {
        let (lang, part, country) = (self.lang, self.part, self.customer.place.country);
        let cents = |cents| forms::money(lang, country, cents);
        let size = self.customer.size % self.bike.sizes.len();
        Some(match slot {
            "bike" => self.bike.name.to_owned(),
            "bike2" => self.other_bike().name.to_owned(),
            "size" => self.bike.sizes[size].to_owned(),
            "size2" => self.bike.sizes
                [if size + 1 < self.bike.sizes.len() { size + 1 } else { size.saturating_sub(1) }]
            .to_owned(),
            "colour" => self.bike.colours[self.customer.colour][lang as usize].to_owned(),
            "colour2" => self.bike.colours[(self.customer.colour + 1) % 3][lang as usize].to_owned(),
            "price" => cents(self.bike.price * 100),
            "part" => part.bare(lang).to_owned(),
            "part_nom" | "part_acc" | "part_dat" => {
                let case = ["part_nom", "part_acc", "part_dat"].iter().position(|one| *one == slot)?;
                part.german[case].to_owned()
            }
            "part_the" => match lang {
                Lang::English => format!("the {}", part.english),
                Lang::German => part.german[0].to_owned(),
                Lang::French => part.french.to_owned(),
                Lang::Dutch => part.dutch.to_owned(),
            },
            "part_price" => cents(part.price),
            "amount" => cents(self.cents()),
            "fee" => cents(self.draw(slot, 3, 12) * 500 + 90),
            "goodwill" => cents(self.draw(slot, 3, 10) * 1_000),
            "shop" => self.dealers[self.shop].name.clone(),
            "shop_town" => self.dealers[self.shop].place.town.to_owned(),
            "company" => self.employer().name.clone(),
            "dealer_no" => format!("D-{}", self.employer().number),
            "tier" => self.employer().tier.to_owned(),
            _ => return None,
        })
    }

    fn employer(&self) -> &Dealer {
        &self.dealers[self.customer.dealer.unwrap_or(self.shop)]
    }

    fn other_bike(&mut self) -> &'static Bike {
        let alike: Vec<&'static Bike> =
            BIKES.iter().filter(|one| one.electric == self.bike.electric && one.name != self.bike.name).collect();
        let index = self.draw("bike2", 0, alike.len() as i64 - 1);
        alike[index as usize]
    }

    fn number(&mut self, slot: &str) -> Option<String> {
        let full = self.bike.range;
        let decimal = if self.lang == Lang::English { "." } else { "," };
        let (low, high) = match slot {
            "km" => (31, 468),
            "range" => (38, 56),
            "range_full" => (84, 96),
            "percent" => (18, 48),
            "health" => (91, 98),
            "low_health" => (58, 68),
            "degrees" | "days" => (3, 6),
            "qty" => (2, 8),
            "qty2" => (10, 24),
            "minutes" => (5, 25),
            "weeks" | "age" => (2, 6),
            "height" => (158, 194),
            "inseam" => (74, 92),
            "commute" => (6, 24),
            "torque" | "bar" => (5, 9),
            "mm" => (3, 12),
            "off" => (2, 5),
            _ => return None,
        };
        let drawn = self.draw(slot, low, high);
        Some(match slot {
            "km" if self.lang == Lang::English && drawn >= 100 => format!("{},{:03}", drawn / 100, drawn % 100 * 10),
            "km" => (drawn * 10).to_string(),
            "range" | "range_full" => (full * drawn / 100).to_string(),
            "bar" => format!("3{decimal}{drawn}"),
            "off" => (drawn * 5).to_string(),
            _ => drawn.to_string(),
        })
    }

    fn date(&mut self, slot: &str, now: Instant) -> Option<String> {
        let name = DATES.iter().find(|name| **name == slot).copied().or((slot == "weekday").then_some("since"))?;
        let day = match self.dates.get(name) {
            Some(known) => *known,
            None => self.new_date(name, now)?,
        };
        self.dates.insert(name, day);
        let (weekday, plain) = (forms::weekday(self.lang, day), forms::day(self.lang, day));
        Some(match slot {
            "weekday" | "delivered" | "tomorrow" => weekday.to_owned(),
            "pickup" | "eta" | "eta2" if self.lang == Lang::German => format!("{weekday}, {plain}"),
            "pickup" | "eta" | "eta2" => format!("{weekday} {plain}"),
            "bought" => format!("{} {}", forms::month(self.lang, day), day.year()),
            _ => plain,
        })
    }

    fn new_date(&mut self, name: &str, now: Instant) -> Option<Date> {
        let today = clock::local(now).date();
        let began = clock::local(self.opened).date();
        let chance = &mut self.chance;
        Some(match name {
            "ordered" => clock::shift(began, -chance.between(9, 17)),
            "shipped" => clock::shift(began, -chance.between(3, 6)),
            "promised" | "delivered" => clock::shift(began, -chance.between(1, 2)),
            "returned" => clock::shift(began, -chance.between(11, 20)),
            "charged" | "since" => clock::shift(began, -chance.between(2, 5)),
            "wanted" => clock::shift_working(began, chance.between(6, 10)),
            "away" => clock::shift(began, chance.between(9, 15)),
            "eta" => clock::shift_working(today, chance.between(2, 4)),
            "eta2" => clock::shift_working(today, chance.between(3, 6)),
            "pickup" => clock::shift_working(today, chance.between(1, 3)),
            "due" => clock::shift_working(today, chance.between(7, 15)),
            "tomorrow" => clock::shift_working(today, 1),
            "bought" => self.purchase(began),
            _ => return None,
        })
    }

    fn purchase(&mut self, began: Date) -> Date {
        let same_year = self.customer.bought >= began.year();
        let (year, months) = match (same_year, began.month()) {
            (true, 1) => (began.year() - 1, 12),
            (true, month) => (began.year(), month - 1),
            (false, _) => (self.customer.bought, 12),
        };
        jiff::civil::date(year, self.chance.between(1, i64::from(months)) as i8, 1)
    }

    fn code(&mut self, slot: &str) -> Option<String> {
        let local = clock::local(self.opened).date();
        let chance = &mut self.chance;
        Some(match slot {
            "order" => format!("HC-{}", 410_000 + (clock::days(local) - 20_000) * 61 + chance.between(0, 400)),
            "order2" => format!("HC-{}", 410_000 + (clock::days(local) - 20_000) * 61 + chance.between(401, 460)),
            "invoice" => format!("R{}-{:05}", local.year() % 100, chance.between(11_000, 48_900)),
            "tracking" => format!("NB{}DE", chance.between(4_100_000_000, 4_999_999_999)),
            "carrier" => (*chance.pick(&["Norbo", "Norbo", "Kurierbund", "Pakketlijn"])).to_owned(),
            "charger_ok" => format!("C4-25{:02}-{:04}", chance.between(2, 28), chance.between(120, 9_800)),
            "helper" => {
                let others: Vec<_> = PEOPLE.iter().filter(|one| one.answers()).collect();
                chance.pick(&others).first.to_owned()
            }
            "rma" => format!("RMA-{}", chance.between(30_100, 58_900)),
            "frame" => format!(
                "HV{}{}{:05}",
                i64::from(local.year() % 100) - chance.between(0, 2),
                chance.pick(&["K", "L", "N", "T"]),
                chance.between(1_200, 98_000)
            ),
            "battery_no" => format!("V63-{:02}-{:05}", chance.between(8, 31), chance.between(100, 9_800)),
            "charger_no" => format!("C4-24{:02}-{:04}", chance.between(8, 31), chance.between(120, 9_800)),
            "voucher" => format!(
                "{}{}",
                chance.pick(&["FJORD", "CREW", "SPRING", "NORTH", "RIDE"]),
                chance.pick(&["10", "15", "20", "50"])
            ),
            "error" => (*chance.pick(&["E07", "E11", "E13", "E21", "E24", "E32"])).to_owned(),
            "app" => (*chance.pick(&["6.1", "6.2", "6.3.1", "6.4"])).to_owned(),
            "device" => {
                (*chance.pick(&["iPhone 15", "iPhone 13", "Pixel 8", "Galaxy S23", "Fairphone 5", "iPhone SE"]))
                    .to_owned()
            }
            "po" => format!("PO-{}", chance.between(2_100, 9_900)),
            "policy" => format!("{}-{}", chance.pick(&["KFZ", "VS", "HH"]), chance.between(410_000, 990_000)),
            "window" => (*chance.pick(&["8:00–12:00", "10:00–13:00", "12:00–16:00", "14:00–18:00"])).to_owned(),
            _ => return None,
        })
    }
}
