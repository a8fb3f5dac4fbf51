//! Tables and neighbours for this room's tests: the published views come from the rooms that own them.

use db::Migration;

pub(crate) fn schema() -> Vec<Migration> {
    [
        crate::migrations(),
        access::migrations(),
        customers::migrations(),
        channels::migrations(),
        jobs::migrations(),
        files::migrations(),
    ]
    .concat()
}
