use demo::story::{Act, Status};
use demo::world::PEOPLE;
use std::collections::*;
fn main() {
    let n: u32 = std::env::args().nth(1).unwrap().parse().unwrap();
    let until = std::env::args().nth(2).map_or(1_795_297_000, |s| s.parse().unwrap());
    let mut company = demo::Company::new(2026, until, n).unwrap();
    let steps: Vec<_> = company.by_ref().collect();
    println!("missing {:?}", company.missing());
    let mut st: HashMap<u32, (Status, Option<usize>, i64, Option<i64>, bool, i64)> = HashMap::new();
    let (mut reopened, mut msgs, mut waits, mut firsts) = (HashSet::new(), 0, vec![], vec![]);
    let mut per: BTreeMap<usize, u32> = BTreeMap::new();
    let (mut subjects, mut bodies) = (HashMap::<String, u32>::new(), HashMap::<String, u32>::new());
    let mut months: BTreeMap<String, u32> = BTreeMap::new();
    let mut langs: BTreeMap<String, u32> = BTreeMap::new();
    let mut topics: BTreeMap<&str, u32> = BTreeMap::new();
    let mut tags: BTreeMap<String, u32> = BTreeMap::new();
    let mut prio: BTreeMap<String, u32> = BTreeMap::new();
    let mut papers = 0;
    for s in &steps {
        let e = st.entry(s.conversation).or_insert((Status::New, None, s.at, None, true, s.at));
        match &s.act {
            Act::Opens { subject, mail, customer, .. } => { msgs += 1; papers += mail.papers.len(); *subjects.entry(subject.clone()).or_default() += 1; *bodies.entry(mail.text.clone()).or_default() += 1;
                let d = demo::clock::local(s.at); *months.entry(format!("{}-{:02}", d.year(), d.month())).or_default() += 1;
                *langs.entry(format!("{:?}", company.customers().people[*customer].lang)).or_default() += 1; }
            Act::Writes { .. } => { msgs += 1; if e.0 == Status::Solved { reopened.insert(s.conversation); } if e.0 != Status::New { e.0 = Status::Open; } if !e.4 { e.5 = s.at; } e.4 = true; }
            Act::Answers { by, leaves, mail } => { papers += mail.papers.len(); msgs += 1; *per.entry(*by).or_default() += 1; if e.3.is_none() { e.3 = Some(s.at); firsts.push(s.at - e.2); } e.0 = *leaves; e.4 = false; waits.push(s.at - e.5); }
            Act::Notes { .. } => msgs += 1,
            Act::Changes { change, .. } => { if let Some(x) = change.status { e.0 = x; e.4 = false; } if change.assignee.is_some() { e.1 = change.assignee; }
                if let Some(t) = change.topic { *topics.entry(t).or_default() += 1; *prio.entry(format!("{:?}", change.priority)).or_default() += 1; } for t in &change.tags { *tags.entry(t.clone()).or_default() += 1; } }
            Act::Joins { .. } => {}
        }
    }
    let open: Vec<_> = st.values().filter(|e| e.0 != Status::Solved).collect();
    println!("messages {msgs} papers {papers} steps {} customers {}", steps.len(), company.customers().people.len());
    println!("open {} new {} open {} pending {} hold {} unassigned {} waiting {}", open.len(), open.iter().filter(|e| e.0 == Status::New).count(), open.iter().filter(|e| e.0 == Status::Open).count(), open.iter().filter(|e| e.0 == Status::Pending).count(), open.iter().filter(|e| e.0 == Status::OnHold).count(), open.iter().filter(|e| e.1.is_none()).count(), open.iter().filter(|e| e.4).count());
    println!("last 6h opened {} answered {}", steps.iter().filter(|s| s.at > until - 6*3600 && matches!(s.act, Act::Opens{..})).count(), steps.iter().filter(|s| s.at > until - 6*3600 && matches!(s.act, Act::Answers{..})).count());
    firsts.sort(); waits.sort();
    println!("reopened {:.3} first response median {:.1} h p90 {:.1} h", reopened.len() as f64 / st.len() as f64, firsts[firsts.len()/2] as f64 / 3600.0, firsts[firsts.len()*9/10] as f64/3600.0);
    println!("subjects distinct {:.3} max {:?}", subjects.len() as f64 / n as f64, subjects.iter().max_by_key(|x| x.1));
    println!("bodies distinct {:.4} max {:?}", bodies.len() as f64 / n as f64, bodies.iter().max_by_key(|x| x.1));
    for (p, c) in per { print!("{} {c}, ", PEOPLE[p].first); } println!();
    println!("{months:?}\n{langs:?}\n{prio:?}\n{tags:?}\n{topics:?}");
}
