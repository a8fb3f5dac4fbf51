use demo::story::Act;
use demo::world::PEOPLE;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let n: u32 = args[1].parse().unwrap();
    let skip: u32 = args.get(2).map_or(0, |s| s.parse().unwrap());
    let show: u32 = args.get(3).map_or(10, |s| s.parse().unwrap());
    let until = 1_795_297_000;
    let t = std::time::Instant::now();
    let mut company = demo::Company::new(2026, until, n).unwrap();
    let steps: Vec<_> = company.by_ref().collect();
    eprintln!("{} steps in {:?}, missing {:?}", steps.len(), t.elapsed(), {
        let mut m = company.missing().to_vec();
        m.sort();
        m.dedup();
        m
    });
    let msgs = steps.iter().filter(|s| !matches!(s.act, Act::Changes { .. })).count();
    eprintln!(
        "messages {} notes {} people {}",
        msgs,
        steps.iter().filter(|s| matches!(s.act, Act::Notes { .. })).count(),
        company.customers().people.len()
    );
    let mut byc: std::collections::BTreeMap<u32, Vec<_>> = Default::default();
    for s in steps {
        byc.entry(s.conversation).or_default().push(s);
    }
    for (c, v) in byc.iter().skip(skip as usize).take(show as usize) {
        println!("================ #{c}");
        for s in v {
            let at = demo::clock::local(s.at);
            match &s.act {
                Act::Joins { person } => println!("JOINS {}", PEOPLE[*person].first),
                Act::Opens { customer, subject, mail, mailbox } => println!(
                    "[{at}] OPEN {} -> {} | {subject} {:?}\n{}\n",
                    company.customers().people[*customer].email,
                    mailbox.name(),
                    mail.papers,
                    mail.text
                ),
                Act::Writes { mail } => println!("[{at}] CUSTOMER {:?}\n{}\n", mail.papers, mail.text),
                Act::Answers { by, mail, leaves } => {
                    println!("[{at}] {} -> {leaves:?}\n{}\n", PEOPLE[*by].first, mail.text)
                }
                Act::Notes { by, mail, mentions } => {
                    println!("[{at}] NOTE {} {:?}: {}\n", PEOPLE[*by].first, mentions, mail.text)
                }
                Act::Changes { by, change } => println!("[{at}] CHANGE {} {:?}\n", PEOPLE[*by].first, change),
            }
        }
    }
}
