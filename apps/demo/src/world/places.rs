//! The countries the company sells to, with their towns.

use crate::lang::Lang;

/// A country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Country {
    Britain,
    Ireland,
    Sweden,
    Denmark,
    Norway,
    Poland,
    Italy,
    Spain,
    Germany,
    Austria,
    France,
    Netherlands,
    Belgium,
}

/// A town in a country.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub country: Country,
    pub town: &'static str,
}

impl Country {
    pub const ALL: [Self; 13] = [
        Self::Britain,
        Self::Ireland,
        Self::Sweden,
        Self::Denmark,
        Self::Norway,
        Self::Poland,
        Self::Italy,
        Self::Spain,
        Self::Germany,
        Self::Austria,
        Self::France,
        Self::Netherlands,
        Self::Belgium,
    ];

    /// Where customers who write this language live, each with its share.
    pub fn writing(lang: Lang) -> &'static [(Self, f64)] {
        match lang {
            Lang::English => &[
                (Self::Britain, 34.0),
                (Self::Ireland, 10.0),
                (Self::Sweden, 16.0),
                (Self::Denmark, 12.0),
                (Self::Norway, 10.0),
                (Self::Poland, 7.0),
                (Self::Italy, 6.0),
                (Self::Spain, 5.0),
            ],
            Lang::German => &[(Self::Germany, 84.0), (Self::Austria, 16.0)],
            Lang::French => &[(Self::France, 1.0)],
            Lang::Dutch => &[(Self::Netherlands, 74.0), (Self::Belgium, 26.0)],
        }
    }

    /// The list of names used there.
    pub fn names(self) -> &'static str {
        match self {
            Self::Britain => "british",
            Self::Ireland => "irish",
            Self::Sweden => "swedish",
            Self::Denmark => "danish",
            Self::Norway => "norwegian",
            Self::Poland => "polish",
            Self::Italy => "italian",
            Self::Spain => "spanish",
            Self::Germany | Self::Austria => "german",
            Self::France => "french",
            Self::Netherlands | Self::Belgium => "dutch",
        }
    }

    /// The IANA name of its time zone.
    pub fn time_zone(self) -> &'static str {
        match self {
            Self::Britain => "Europe/London",
            Self::Ireland => "Europe/Dublin",
            Self::Sweden => "Europe/Stockholm",
            Self::Denmark => "Europe/Copenhagen",
            Self::Norway => "Europe/Oslo",
            Self::Poland => "Europe/Warsaw",
            Self::Italy => "Europe/Rome",
            Self::Spain => "Europe/Madrid",
            Self::Germany => "Europe/Berlin",
            Self::Austria => "Europe/Vienna",
            Self::France => "Europe/Paris",
            Self::Netherlands => "Europe/Amsterdam",
            Self::Belgium => "Europe/Brussels",
        }
    }

    /// The towns.
    #[rustfmt::skip]
    pub fn towns(self) -> &'static [&'static str] {
        match self {
            Self::Britain => &["Leeds", "Bristol", "Brighton", "Edinburgh", "Glasgow", "York", "Cambridge", "Oxford", "Cardiff", "Bath", "Exeter", "Norwich", "Sheffield", "Nottingham", "Newcastle", "Inverness", "Harrogate", "Lewes", "Totnes", "Kendal", "Durham", "Chester"],
            Self::Ireland => &["Dublin", "Cork", "Galway", "Limerick", "Kilkenny", "Sligo", "Waterford", "Westport"],
            Self::Sweden => &["Gothenburg", "Lund", "Uppsala", "Malmö", "Umeå", "Örebro", "Visby", "Växjö", "Kalmar", "Linköping"],
            Self::Denmark => &["Copenhagen", "Aarhus", "Odense", "Aalborg", "Roskilde", "Svendborg", "Esbjerg", "Helsingør"],
            Self::Norway => &["Oslo", "Bergen", "Trondheim", "Stavanger", "Tromsø", "Drammen", "Ålesund"],
            Self::Poland => &["Gdańsk", "Kraków", "Wrocław", "Poznań", "Warsaw", "Toruń"],
            Self::Italy => &["Bologna", "Turin", "Verona", "Bolzano", "Padua", "Milan"],
            Self::Spain => &["Bilbao", "Valencia", "Girona", "Seville", "Zaragoza", "Vitoria"],
            Self::Germany => &["Hamburg", "Freiburg", "Münster", "Leipzig", "Bremen", "Köln", "Kiel", "Lübeck", "Oldenburg", "Göttingen", "Karlsruhe", "Heidelberg", "Erfurt", "Rostock", "Potsdam", "Bamberg", "Konstanz", "Augsburg", "Kassel", "Bielefeld", "Stuttgart", "Hannover"],
            Self::Austria => &["Wien", "Graz", "Linz", "Innsbruck", "Salzburg", "Bregenz"],
            Self::France => &["Strasbourg", "Nantes", "Lyon", "Grenoble", "Rennes", "Bordeaux", "Lille", "Annecy", "Tours", "Dijon"],
            Self::Netherlands => &["Utrecht", "Groningen", "Nijmegen", "Haarlem", "Leiden", "Zwolle", "Delft", "Arnhem", "Breda", "Amersfoort"],
            Self::Belgium => &["Gent", "Leuven", "Brugge", "Mechelen", "Antwerpen", "Hasselt"],
        }
    }
}
