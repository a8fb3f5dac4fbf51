use channels::desk::*;
use channels::mail::address::Address;
use db::{Db, DbConfig, Tx};
use kernel::*;
use std::sync::Arc;
struct NoDesk;
fn no<T>() -> Result<T> {
    Err(Fault::internal("no desk"))
}
impl Desk for NoDesk {
    fn contact(&self, _: &mut Tx<'_>, _: &Address) -> Result<ContactId> {
        no()
    }
    fn conversation_by_number(&self, _: &mut Tx<'_>, _: i64) -> Result<Option<ConversationId>> {
        no()
    }
    fn exists(&self, _: &mut Tx<'_>, _: ConversationId) -> Result<bool> {
        no()
    }
    fn takes_part(&self, _: &mut Tx<'_>, _: ConversationId, _: &str) -> Result<bool> {
        no()
    }
    fn open(&self, _: &mut Tx<'_>, _: &Opening) -> Result<ConversationId> {
        no()
    }
    fn attach(&self, _: &mut Tx<'_>, _: &Attachment) -> Result<Attached> {
        no()
    }
    fn append(&self, _: &mut Tx<'_>, _: ConversationId, _: &Arrival) -> Result<Appended> {
        no()
    }
    fn reply(&self, _: &mut Tx<'_>, _: MessageId) -> Result<Option<Reply>> {
        no()
    }
    fn delivery(&self, _: &mut Tx<'_>, _: MessageId, _: &DeliveryState) -> Result<()> {
        no()
    }
}
#[tokio::main]
async fn main() {
    let n: u32 = std::env::args().nth(1).unwrap().parse().unwrap();
    let target = std::env::args().nth(2).unwrap();
    let config = if target.starts_with("postgres") {
        DbConfig::postgres(target)
    } else {
        std::fs::create_dir_all(&target).unwrap();
        DbConfig::sqlite(format!("{target}/demo.db"))
    };
    let db = Db::open(config, Arc::new(SystemClock)).unwrap();
    let mut steps = [
        db::migrations(),
        access::migrations(),
        customers::migrations(),
        channels::migrations(),
        inbox::migrations(),
        jobs::migrations(),
        files::migrations(),
        demo::fill::migrations(),
    ]
    .concat();
    steps.sort_by_key(|s| s.name);
    steps.dedup_by_key(|s| s.name);
    db::migrate(&db, &steps).await.unwrap();
    let grants =
        [access::permissions(), customers::permissions(), inbox::permissions(), channels::permissions()].concat();
    let files = files::Files::in_folder("/tmp/qd/demo-files");
    let post = channels::Post::new(db.clone(), files.clone(), Arc::new(NoDesk), channels::Settings::new([7; 32]));
    let rooms = demo::fill::Rooms {
        db: db.clone(),
        files,
        registry: Arc::new(access::Registry::new(grants)),
        post,
        hasher: access::passwords::Hasher::owasp(),
    };
    let plan = demo::fill::Plan { seed: demo::fill::SEED, until: SystemClock.now(), conversations: n, host: None };
    let t = std::time::Instant::now();
    let mut last = 0;
    let summary = demo::fill::fill(&rooms, plan, |p| {
        if p.done / 1000 != last {
            last = p.done / 1000;
            eprintln!("{:?} {p:?}", t.elapsed());
        }
    })
    .await;
    eprintln!("{summary:?} in {:?}", t.elapsed());
}
