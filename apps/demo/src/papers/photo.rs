//! A picture of a bike against a wall, with the trouble circled: drawn by distances, written as PNG.

use crate::chance::Chance;

const WIDTH: usize = 480;
const HEIGHT: usize = 320;

type Point = (f64, f64);

const FRAMES: [[u8; 3]; 6] =
    [[38, 86, 122], [70, 74, 80], [84, 112, 78], [176, 48, 40], [196, 166, 120], [168, 98, 58]];
const WALLS: [[u8; 3]; 5] = [[206, 200, 190], [186, 194, 198], [214, 208, 214], [176, 168, 156], [226, 222, 210]];

/// The file.
pub(super) fn photo(seed: u64) -> Vec<u8> {
    let mut chance = Chance::new(seed.wrapping_add(0x51ED));
    let scene = Scene::draw(&mut chance);
    let mut rows = Vec::with_capacity((WIDTH * 3 + 1) * HEIGHT);
    for y in 0..HEIGHT {
        rows.push(0);
        for x in 0..WIDTH {
            rows.extend(scene.colour((x as f64, y as f64)));
        }
    }
    png(&rows)
}

struct Scene {
    wall: [u8; 3],
    frame: [u8; 3],
    light: Point,
    wheels: [Point; 2],
    radius: f64,
    lines: Vec<(Point, Point, f64)>,
    mark: Point,
}

impl Scene {
    fn draw(chance: &mut Chance) -> Self {
        let zoom = 0.85 + chance.unit() * 0.5;
        let (dx, dy) = (chance.between(-40, 40) as f64, chance.between(-18, 14) as f64);
        let place = |x: f64, y: f64| (240.0 + dx + (x - 240.0) * zoom, 180.0 + dy + (y - 180.0) * zoom);
        let (rear, front, crank) = (place(140.0, 225.0), place(345.0, 225.0), place(225.0, 228.0));
        let (seat, head) = (place(200.0, 128.0), place(312.0, 132.0));
        let tube = 5.0 * zoom;
        let lines = vec![
            (rear, crank, tube * 0.7),
            (rear, seat, tube * 0.6),
            (seat, crank, tube),
            (seat, head, tube),
            (head, crank, tube * 1.3),
            (head, front, tube * 0.8),
            (place(196.0, 112.0), seat, tube * 0.7),
            (place(180.0, 110.0), place(216.0, 108.0), tube * 1.1),
            (head, place(308.0, 104.0), tube * 0.7),
            (place(308.0, 104.0), place(284.0, 98.0), tube * 0.6),
        ];
        let spots = [rear, front, crank, seat, head, place(262.0, 186.0)];
        Self {
            wall: *chance.pick(&WALLS),
            frame: *chance.pick(&FRAMES),
            light: (chance.between(0, 480) as f64, chance.between(-40, 120) as f64),
            wheels: [rear, front],
            radius: 62.0 * zoom,
            lines,
            mark: *chance.pick(&spots),
        }
    }

    fn colour(&self, at: Point) -> [u8; 3] {
        let ground = 262.0;
        let base = if at.1 > ground { [118, 112, 104] } else { self.wall };
        // Large steps of light instead of a smooth gradient keep the file small.
        let glow = ((1.12 - distance(at, self.light) / 900.0) * 24.0).floor() / 24.0;
        let mut colour = base.map(|part| f64::from(part) * glow);
        if at.1 < ground && (at.1 % 44.0 < 1.5 || (at.0 + (at.1 / 44.0).floor() * 37.0) % 96.0 < 1.5) {
            colour = colour.map(|part| part * 0.93);
        }
        for wheel in self.wheels {
            let away = distance(at, wheel);
            blend(&mut colour, [34, 34, 36], cover((away - self.radius).abs() - 5.0));
            blend(&mut colour, [150, 152, 156], cover((away - self.radius + 9.0).abs() - 1.6));
            let angle = (at.1 - wheel.1).atan2(at.0 - wheel.0) * 16.0 / std::f64::consts::TAU;
            if away < self.radius - 9.0 && (angle - angle.round()).abs() * away < 1.6 {
                blend(&mut colour, [160, 162, 166], 0.6);
            }
            blend(&mut colour, [60, 60, 64], cover(away - 7.0));
        }
        for (index, (from, to, width)) in self.lines.iter().enumerate() {
            let paint = if index >= 6 { [40, 40, 44] } else { self.frame };
            blend(&mut colour, paint, cover(to_line(at, *from, *to) - width));
        }
        blend(&mut colour, [214, 40, 36], cover((distance(at, self.mark) - 30.0).abs() - 2.4));
        colour.map(|part| part.clamp(0.0, 255.0) as u8)
    }
}

fn cover(distance: f64) -> f64 {
    (0.5 - distance).clamp(0.0, 1.0)
}

fn blend(under: &mut [f64; 3], paint: [u8; 3], share: f64) {
    for (part, paint) in under.iter_mut().zip(paint) {
        *part += (f64::from(paint) - *part) * share;
    }
}

fn distance(a: Point, b: Point) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

fn to_line(at: Point, from: Point, to: Point) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let along = (((at.0 - from.0) * dx + (at.1 - from.1) * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
    distance(at, (from.0 + along * dx, from.1 + along * dy))
}

fn png(rows: &[u8]) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::new();
    header.extend((WIDTH as u32).to_be_bytes());
    header.extend((HEIGHT as u32).to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    chunk(&mut file, *b"IHDR", &header);
    chunk(&mut file, *b"IDAT", &miniz_oxide::deflate::compress_to_vec_zlib(rows, 8));
    chunk(&mut file, *b"IEND", &[]);
    file
}

fn chunk(file: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    file.extend((data.len() as u32).to_be_bytes());
    let start = file.len();
    file.extend(name);
    file.extend(data);
    let sum = crc(&file[start..]);
    file.extend(sum.to_be_bytes());
}

/// CRC-32 of ISO 3309, as PNG wants it.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |mut sum, byte| {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 };
        }
        sum
    })
}
