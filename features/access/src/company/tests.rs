//! The company.

use axum::http::StatusCode;
use kernel::BuiltInRole;
use serde_json::json;
use testkit::{TestDb, db_test};

use crate::tests::Desk;

#[db_test(crate::tests::schema)]
async fn an_administrator_changes_the_company_and_nobody_else(store: TestDb) {
    let (desk, admin) = Desk::set_up(&store).await;
    let changed =
        admin.patch("/access/company", json!({"name": "Velo & Co", "time_zone": "Asia/Tokyo", "version": 1})).await;
    assert_eq!(changed.body, json!({"name": "Velo & Co", "time_zone": "Asia/Tokyo", "language": "en", "version": 2}));
    assert_eq!(admin.get("/access/company").await.body, changed.body);
    assert_eq!(
        admin.patch("/access/company", json!({"name": "X", "version": 1})).await.code(),
        "access.company_changed"
    );
    let wrong = admin.patch("/access/company", json!({"time_zone": "Nowhere", "version": 2})).await;
    assert_eq!((wrong.status, wrong.pointers()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["time_zone"]));
    desk.add("Mary Jackson", BuiltInRole::Manager, &[]).await;
    let manager = desk.sign_in("mary@example.com").await;
    assert_eq!(
        manager.patch("/access/company", json!({"name": "Mine", "version": 2})).await.status,
        StatusCode::FORBIDDEN
    );
}
