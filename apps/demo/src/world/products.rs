//! The bikes and the parts people write about.

use crate::lang::Lang;

/// A model.
#[derive(Debug)]
pub struct Bike {
    pub name: &'static str,
    pub electric: bool,
    /// The price in euro.
    pub price: i64,
    pub sizes: &'static [&'static str],
    pub colours: &'static [[&'static str; 4]],
    /// How often it is sold, relative to the others.
    pub share: f64,
    /// Kilometres a full battery gives, 0 without one.
    pub range: i64,
}

const SIZES: &[&str] = &["S", "M", "L", "XL"];
const FRAMES: &[&str] = &["48", "51", "54", "57", "60"];
const ONE: &[&str] = &["one size"];

type Colours = &'static [[&'static str; 4]];
const SEA: Colours = &[
    ["fjord blue", "Fjordblau", "bleu fjord", "fjordblauw"],
    ["graphite", "Graphit", "graphite", "grafiet"],
    ["moss green", "Moosgrün", "vert mousse", "mosgroen"],
];
const BRIGHT: Colours = &[
    ["signal red", "Signalrot", "rouge vif", "signaalrood"],
    ["birch white", "Birkenweiß", "blanc bouleau", "berkenwit"],
    ["night black", "Nachtschwarz", "noir nuit", "nachtzwart"],
];
const SAND: Colours = &[
    ["sand", "Sand", "sable", "zand"],
    ["copper", "Kupfer", "cuivre", "koper"],
    ["slate", "Schiefer", "ardoise", "leisteen"],
];

const fn bike(
    name: &'static str,
    price: i64,
    sizes: &'static [&'static str],
    colours: Colours,
    share: f64,
    range: i64,
) -> Bike {
    Bike { name, electric: range > 0, price, sizes, colours, share, range }
}

/// The catalogue.
pub const BIKES: [Bike; 14] = [
    bike("Skagen 3", 2_399, SIZES, SEA, 2.4, 80),
    bike("Skagen 5", 2_999, SIZES, SEA, 2.6, 110),
    bike("Skagen 5 Step", 2_999, SIZES, BRIGHT, 1.8, 110),
    bike("Lofoten", 3_499, SIZES, SEA, 2.0, 130),
    bike("Lofoten GT", 4_299, SIZES, SAND, 1.4, 150),
    bike("Trondheim Cargo", 5_199, ONE, BRIGHT, 1.3, 90),
    bike("Trondheim Family", 5_699, ONE, SEA, 0.9, 85),
    bike("Narvik eMTB", 4_899, SIZES, SAND, 1.0, 95),
    bike("Malmö Fold", 1_999, ONE, BRIGHT, 1.0, 60),
    bike("Visby", 1_849, FRAMES, SAND, 1.2, 0),
    bike("Visby GRX", 2_449, FRAMES, SAND, 0.7, 0),
    bike("Gotland Tour", 1_299, FRAMES, SEA, 1.0, 0),
    bike("Aarhus City", 899, SIZES, BRIGHT, 0.9, 0),
    bike("Pippin 24", 449, ONE, BRIGHT, 0.7, 0),
];

/// A part, with the forms the four languages need.
#[derive(Debug)]
pub struct Part {
    pub english: &'static str,
    /// With article: nominative, accusative, dative.
    pub german: [&'static str; 3],
    /// With the definite article.
    pub french: &'static str,
    /// With the definite article.
    pub dutch: &'static str,
    /// The price in cents.
    pub price: i64,
    pub electric: bool,
}

impl Part {
    /// The name without an article.
    pub fn bare(&self, lang: Lang) -> &'static str {
        let with_article = match lang {
            Lang::English => return self.english,
            Lang::German => self.german[0],
            Lang::French => {
                return self.french.trim_start_matches("le ").trim_start_matches("la ").trim_start_matches("l’");
            }
            Lang::Dutch => self.dutch,
        };
        with_article.split_once(' ').map_or(with_article, |(_, name)| name)
    }
}

const fn part(
    english: &'static str,
    german: [&'static str; 3],
    french: &'static str,
    dutch: &'static str,
    price: i64,
    electric: bool,
) -> Part {
    Part { english, german, french, dutch, price, electric }
}

/// What people order, miss and replace. All are single things, so that the sentences around them stay simple.
#[rustfmt::skip]
pub const PARTS: [Part; 22] = [
    part("rear rack", ["der Gepäckträger", "den Gepäckträger", "dem Gepäckträger"], "le porte-bagages", "de bagagedrager", 7_990, false),
    part("front light", ["das Frontlicht", "das Frontlicht", "dem Frontlicht"], "le phare avant", "de koplamp", 4_990, false),
    part("rear light", ["das Rücklicht", "das Rücklicht", "dem Rücklicht"], "le feu arrière", "het achterlicht", 2_990, false),
    part("kickstand", ["der Seitenständer", "den Seitenständer", "dem Seitenständer"], "la béquille", "de standaard", 3_490, false),
    part("bell", ["die Klingel", "die Klingel", "der Klingel"], "la sonnette", "de bel", 1_490, false),
    part("frame lock", ["das Rahmenschloss", "das Rahmenschloss", "dem Rahmenschloss"], "l’antivol de cadre", "het frameslot", 5_490, false),
    part("saddle", ["der Sattel", "den Sattel", "dem Sattel"], "la selle", "het zadel", 5_990, false),
    part("seat post", ["die Sattelstütze", "die Sattelstütze", "der Sattelstütze"], "la tige de selle", "de zadelpen", 4_490, false),
    part("child seat adapter", ["der Kindersitzadapter", "den Kindersitzadapter", "dem Kindersitzadapter"], "l’adaptateur de siège enfant", "de kinderzitjesadapter", 3_990, false),
    part("front mudguard", ["das Schutzblech", "das Schutzblech", "dem Schutzblech"], "le garde-boue avant", "het voorspatbord", 2_790, false),
    part("chain guard", ["der Kettenschutz", "den Kettenschutz", "dem Kettenschutz"], "le carter de chaîne", "de kettingkast", 2_490, false),
    part("handlebar stem", ["der Vorbau", "den Vorbau", "dem Vorbau"], "la potence", "de stuurpen", 4_990, false),
    part("rear wheel", ["das Hinterrad", "das Hinterrad", "dem Hinterrad"], "la roue arrière", "het achterwiel", 18_900, false),
    part("tool kit", ["das Werkzeugset", "das Werkzeugset", "dem Werkzeugset"], "le kit d’outils", "de gereedschapsset", 2_990, false),
    part("pannier", ["die Packtasche", "die Packtasche", "der Packtasche"], "la sacoche", "de fietstas", 6_990, false),
    part("rain cover", ["das Regenverdeck", "das Regenverdeck", "dem Regenverdeck"], "la housse de pluie", "de regenhoes", 11_900, false),
    part("charger", ["das Ladegerät", "das Ladegerät", "dem Ladegerät"], "le chargeur", "de lader", 12_900, true),
    part("display", ["das Display", "das Display", "dem Display"], "l’écran", "het display", 14_900, true),
    part("spare battery", ["der Zweitakku", "den Zweitakku", "dem Zweitakku"], "la batterie supplémentaire", "de reserveaccu", 59_900, true),
    part("battery cover", ["die Akkuabdeckung", "die Akkuabdeckung", "der Akkuabdeckung"], "le cache de batterie", "de accukap", 3_490, true),
    part("speed sensor", ["der Geschwindigkeitssensor", "den Geschwindigkeitssensor", "dem Geschwindigkeitssensor"], "le capteur de vitesse", "de snelheidssensor", 3_990, true),
    part("remote", ["die Bedieneinheit", "die Bedieneinheit", "der Bedieneinheit"], "la commande au guidon", "de bedieningsunit", 6_990, true),
];
