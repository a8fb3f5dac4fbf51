//! Riders and dealers: drawn when they first write, kept for the year.

use std::collections::HashSet;
use std::sync::Arc;

use crate::chance::Chance;
use crate::clock::{DAY, Instant};
use crate::lang::Lang;

use super::names::{Names, folded};
use super::places::{Country, Place};
use super::products::BIKES;

/// How somebody writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Polite,
    Plain,
    Terse,
    Chatty,
    Unsure,
    Cross,
}

/// Somebody who writes to the company.
#[derive(Debug, Clone)]
pub struct Customer {
    pub first: &'static str,
    pub last: &'static str,
    pub woman: bool,
    pub place: Place,
    pub lang: Lang,
    pub email: String,
    pub phone: Option<String>,
    pub tone: Tone,
    /// Index into [`BIKES`]: the bike with a motor and the one this person thinks of first.
    pub electric: usize,
    pub bike: usize,
    pub size: usize,
    pub colour: usize,
    /// Index into [`Customers::dealers`] for somebody who works there.
    pub dealer: Option<usize>,
    /// The tier of the riders' club, when a member.
    pub club: Option<&'static str>,
    /// The year in which the bike was bought.
    pub bought: i16,
}

/// A shop that sells the bikes.
#[derive(Debug, Clone)]
pub struct Dealer {
    pub name: String,
    pub domain: String,
    pub place: Place,
    pub lang: Lang,
    pub tier: &'static str,
    pub number: u32,
}

/// Everybody outside the company.
#[derive(Debug)]
pub struct Customers {
    pub people: Vec<Arc<Customer>>,
    pub dealers: Arc<Vec<Dealer>>,
    contacts: Vec<Vec<usize>>,
    last_contact: Vec<Instant>,
    riders: [Vec<usize>; 4],
    names: Names,
    taken: HashSet<String>,
    chance: Chance,
}

const PROVIDERS: [&str; 14] = [
    "fastpost.example",
    "mailhaven.example",
    "northmail.example",
    "inboxly.example",
    "postfach.example",
    "kabelnet.example",
    "hovedpost.example",
    "bluewire.example",
    "mymail.example",
    "posta.example",
    "brevo-mail.example",
    "home.example",
    "webbrev.example",
    "freepost.example",
];

impl Customers {
    /// The dealers, and nobody else yet.
    pub fn new(dealers: usize, mut chance: Chance) -> Self {
        let mut all = Self {
            people: Vec::new(),
            dealers: Arc::default(),
            contacts: vec![Vec::new(); dealers],
            last_contact: Vec::new(),
            riders: Default::default(),
            names: Names::load(),
            taken: HashSet::new(),
            chance: chance.fork("people"),
        };
        let mut shops = Vec::new();
        while shops.len() < dealers {
            let dealer = all.dealer(shops.len() as u32, &mut chance);
            if all.taken.insert(dealer.domain.clone()) {
                shops.push(dealer);
            }
        }
        all.dealers = Arc::new(shops);
        all
    }

    /// A rider who writes this language; somebody new with probability `fresh`.
    pub fn rider(&mut self, lang: Lang, fresh: f64, at: Instant) -> usize {
        let known = &self.riders[lang as usize];
        if !known.is_empty() && !self.chance.happens(fresh) {
            for _ in 0..4 {
                let index = *self.chance.pick(known);
                if self.last_contact[index] < at - 3 * DAY {
                    self.last_contact[index] = at;
                    return index;
                }
            }
        }
        let country = self.country(lang);
        let index = self.person(country, lang, None, at);
        self.riders[lang as usize].push(index);
        index
    }

    /// Somebody who works for a dealer that writes this language. Large dealers write more often.
    pub fn dealer_contact(&mut self, lang: Lang, at: Instant) -> usize {
        let mut index = self.chance.below(self.dealers.len());
        while self.dealers[index].lang != lang {
            // Two draws, the smaller one: the first dealers of the list are the largest.
            index = self.chance.below(self.dealers.len()).min(self.chance.below(self.dealers.len()));
        }
        let known = self.contacts[index].len();
        if known > 0 && !self.chance.happens(0.08 / (known * known) as f64) {
            let contact = *self.chance.pick(&self.contacts[index]);
            self.last_contact[contact] = at;
            return contact;
        }
        let country = self.dealers[index].place.country;
        let contact = self.person(country, lang, Some(index), at);
        self.contacts[index].push(contact);
        contact
    }

    fn country(&mut self, lang: Lang) -> Country {
        let shares = Country::writing(lang);
        let drawn = self.chance.weighted(shares.iter().map(|(_, share)| *share));
        shares[drawn].0
    }

    fn person(&mut self, country: Country, lang: Lang, dealer: Option<usize>, at: Instant) -> usize {
        let (first, woman, last) = self.names.draw(country, &mut self.chance);
        let town = dealer.map_or_else(|| *self.chance.pick(country.towns()), |index| self.dealers[index].place.town);
        let sold = |index: &usize| BIKES[*index].share;
        let electric: Vec<usize> = (0..BIKES.len()).filter(|index| BIKES[*index].electric).collect();
        let motor = electric[self.chance.weighted(electric.iter().map(sold))];
        let any = self.chance.weighted(BIKES.iter().map(|bike| bike.share));
        let year = crate::clock::local(at).year();
        let customer = Customer {
            first,
            last,
            woman,
            place: Place { country, town },
            lang,
            email: self.address(first, last, dealer),
            phone: self.chance.happens(0.3).then(|| self.phone(country)),
            tone: self.tone(),
            electric: motor,
            bike: if self.chance.happens(0.6) { motor } else { any },
            size: self.chance.below(5),
            colour: self.chance.below(3),
            dealer,
            club: (dealer.is_none() && self.chance.happens(0.16))
                .then(|| if self.chance.happens(0.2) { "Captain" } else { "Crew" }),
            bought: year - *self.chance.pick(&[0_i16, 0, 0, 1, 1, 2, 3]),
        };
        self.people.push(Arc::new(customer));
        self.last_contact.push(at);
        self.people.len() - 1
    }

    fn tone(&mut self) -> Tone {
        let tones = [Tone::Polite, Tone::Plain, Tone::Terse, Tone::Chatty, Tone::Unsure, Tone::Cross];
        tones[self.chance.weighted([28.0, 30.0, 15.0, 10.0, 8.0, 9.0].into_iter())]
    }

    fn phone(&mut self, country: Country) -> String {
        // 555 and the like: numbers that are not given to anybody.
        let prefix = match country {
            Country::Britain => "+44 7700 900",
            Country::Ireland => "+353 20 910 0",
            Country::Sweden => "+46 70 174 06",
            Country::Germany => "+49 176 040 69",
            Country::France => "+33 6 39 98 0",
            _ => "+47 555 01 ",
        };
        format!("{prefix}{:03}", self.chance.below(1_000))
    }

    fn address(&mut self, first: &str, last: &str, dealer: Option<usize>) -> String {
        let first = folded(first).replace([' ', '-'], "");
        let last = folded(last).replace([' ', '-'], "");
        let domain = match dealer {
            Some(index) => self.dealers[index].domain.clone(),
            None => (*self.chance.pick(&PROVIDERS)).to_owned(),
        };
        let initial = &first[..1.min(first.len())];
        let local = match self.chance.below(if dealer.is_some() { 2 } else { 6 }) {
            0 => format!("{first}.{last}"),
            1 => first.clone(),
            2 => format!("{initial}.{last}"),
            3 => format!("{first}{last}"),
            4 => format!("{last}.{first}"),
            _ => format!("{first}_{last}"),
        };
        let mut address = format!("{local}@{domain}");
        let mut number = 2 + self.chance.below(90);
        while !self.taken.insert(address.clone()) {
            address = format!("{local}{number}@{domain}");
            number += 7;
        }
        address
    }

    fn dealer(&mut self, index: u32, chance: &mut Chance) -> Dealer {
        let lang = match chance.weighted([66.0, 22.0, 5.0, 7.0].into_iter()) {
            0 => Lang::English,
            1 => Lang::German,
            2 => Lang::French,
            _ => Lang::Dutch,
        };
        // Dealers write German or English; the French and Dutch ones use English with head office.
        let country = self.country(lang);
        let town = *chance.pick(country.towns());
        let (_, _, family) = self.names.draw(country, chance);
        let pattern = *chance.pick(patterns(country));
        let name = pattern.replace("{town}", town).replace("{family}", family);
        let domain = folded(&name).replace(' ', "-").replace("--", "-");
        let tier = ["Gold", "Silver", "Bronze"][chance.weighted([15.0, 35.0, 50.0].into_iter())];
        let lang = if lang == Lang::German { Lang::German } else { Lang::English };
        let place = Place { country, town };
        Dealer { name, domain: format!("{domain}.example"), place, lang, tier, number: 20_110 + index * 7 }
    }
}

fn patterns(country: Country) -> &'static [&'static str] {
    match country {
        Country::Britain | Country::Ireland => &[
            "{town} Cycle Works",
            "{family} Cycles",
            "The Bike Shed {town}",
            "Spoke & Chain {town}",
            "{family} & Sons Bicycles",
            "{town} E-Bike Centre",
            "Saddle Street {town}",
            "Freewheel {town}",
        ],
        Country::Sweden => &["Cykelverket {town}", "{family} Cykel", "{town} Elcyklar", "Hjulhuset {town}"],
        Country::Denmark => &["{town} Cykler", "{family} Cykler", "Cykelgården {town}", "Elcykelhuset {town}"],
        Country::Norway => &["{town} Sykkel", "{family} Sport", "Sykkelhuset {town}", "Fjellhjul {town}"],
        Country::Poland => &["Rowery {family}", "{town} Rowery", "Rower Plus {town}", "Centrum Rowerowe {town}"],
        Country::Italy => &["Cicli {family}", "{town} Bici", "Bottega della Bici {town}", "Pedale {town}"],
        Country::Spain => &["Ciclos {family}", "{town} Bicicletas", "Bici Taller {town}", "Pedal y Punto {town}"],
        Country::Germany | Country::Austria => &[
            "Radhaus {town}",
            "Fahrrad {family}",
            "Zweirad {family}",
            "{town} Radwerk",
            "E-Bike Zentrum {town}",
            "Speiche {town}",
            "Velo {family}",
            "Rückenwind {town}",
        ],
        Country::France => &["Cycles {family}", "Vélo {town}", "La Roue Libre {town}", "Atelier {family}"],
        Country::Netherlands | Country::Belgium => {
            &["{family} Fietsen", "Fietshuis {town}", "Tweewielers {town}", "De Trapper {town}", "Rijwielhal {town}"]
        }
    }
}
